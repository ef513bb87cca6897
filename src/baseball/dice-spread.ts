/** How rolls spread, for the proof of a game; the arithmetic is the protocol's, so that whoever has counts can do it. */
export { spreadOf } from '../protocol/dice-spread';
