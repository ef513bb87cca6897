/** The names of the 154 fields in which Chadwick's `cwdaily` describes a player's game, in order. */
const WHO = `
GAME_ID GAME_DT GAME_CT APPEAR_DT TEAM_ID PLAYER_ID SLOT_CT SEQ_CT HOME_FL OPPONENT_ID PARK_ID
`;

const BATTING = `
B_G B_PA B_AB B_R B_H B_TB B_2B B_3B B_HR B_HR4 B_RBI B_GW B_BB B_IBB B_SO B_GDP B_HP B_SH B_SF B_SB B_CS B_XI
B_G_DH B_G_PH B_G_PR
`;

const PITCHING = `
P_G P_GS P_CG P_SHO P_GF P_W P_L P_SV P_OUT P_TBF P_AB P_R P_ER P_H P_TB P_2B P_3B P_HR P_HR4 P_BB P_IBB P_SO P_GDP
P_HP P_SH P_SF P_XI P_WP P_BK P_IR P_IRS P_GO P_AO P_PITCH P_STRIKE
`;

const FIELDED = ['G', 'GS', 'OUT', 'TC', 'PO', 'A', 'E', 'DP', 'TP'];
const CAUGHT = ['PB', 'XI'];

/** Element 0 is the pitcher, position 1. */
const POSITIONS = ['P', 'C', '1B', '2B', '3B', 'SS', 'LF', 'CF', 'RF'];

const FIELDING = POSITIONS.flatMap((position) =>
  (position === 'C' ? [...FIELDED, ...CAUGHT] : FIELDED).map((field) => `F_${position}_${field}`),
);

export const CWDAILY_FIELDS: readonly string[] = [...`${WHO} ${BATTING} ${PITCHING}`.trim().split(/\s+/), ...FIELDING];
