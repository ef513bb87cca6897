/**
 * Places on the field, in the zones of Project Scoresheet as Retrosheet uses them: the fielder's number, L and R
 * for the lines, S shallow, D deep, XD extra deep, M middle, F foul, W the warning track.
 */
const ZONES = [
  '1 13 15 1S 2 2F 23 23F 25 25F',
  '3SF 3F 3DF 3S 3 3D 34S 34 34D 4S 4 4D 4MS 4M 4MD',
  '6MS 6M 6MD 6S 6 6D 56S 56 56D 5S 5 5D 5SF 5F 5DF',
  '7LSF 7LS 7S 78S 8S 89S 9S 9LS 9LSF 7LF 7L 7 78 8 89 9 9L 9LF',
  '7LDF 7LD 7D 78D 8D 89D 9D 9LD 9LDF 78XD 8XD 89XD',
  // Older records.
  '13S 15S 2LF 2RF 2L 2R 3L 46 5L 7LDW 7DW 78XDW 8XDW 89XDW 9DW 9LDW',
  '7LMF 7LM 7M 78M 8LM 8M 8RM 89M 9M 9LM 9LMF 8LS 8RS 8LD 8RD 8LXD 8RXD 8LXDW 8RXDW',
];

const LOCATIONS: ReadonlySet<string> = new Set(ZONES.flatMap((zone) => zone.split(' ')));

export function isLocation(word: string): boolean {
  return LOCATIONS.has(word);
}
