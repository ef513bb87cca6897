/**
 * The identifiers that cross a border, branded so that one cannot be passed where another is meant.
 *
 * Every id is a short string from a closed alphabet: it goes into Redis keys, room names and URLs without
 * escaping, and a hostile one is refused at the border rather than quoted everywhere behind it.
 */
import { z } from 'zod';

const word = (max: number): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, 'letters, digits, "_", "." and "-" only');

/** A game. Chosen by the service. */
export const GameId = word(40).brand<'GameId'>();
export type GameId = z.infer<typeof GameId>;

/** A command, chosen by the client that sends it; the same id sent again gets the first answer again. */
export const CommandId = word(64).brand<'CommandId'>();
export type CommandId = z.infer<typeof CommandId>;

/** One boot of one node. Never reused, never revived. */
export const SessionId = word(40).brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;

/** A person or program that signed in: the subject of a token. */
export const UserId = word(64).brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;

/** A player on a roster, e.g. Retrosheet's `judga001`. */
export const PlayerId = word(40).brand<'PlayerId'>();
export type PlayerId = z.infer<typeof PlayerId>;

/** A team, e.g. Retrosheet's `NYA`. */
export const TeamId = word(40).brand<'TeamId'>();
export type TeamId = z.infer<typeof TeamId>;

/** A team's set of cards: the first 22 characters of the base64url SHA-256 of its canonical JSON. */
export const CardSetId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{22}$/, 'the 22 letters, digits, "_" and "-" of a card set')
  .brand<'CardSetId'>();
export type CardSetId = z.infer<typeof CardSetId>;

/** A league, e.g. `sba` or `pd`. */
export const LeagueId = word(40).brand<'LeagueId'>();
export type LeagueId = z.infer<typeof LeagueId>;
