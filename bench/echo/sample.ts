/** One command's messages: what was asked, what was answered, and what the other player was told. */
export interface EchoSample {
  readonly request: unknown;
  readonly answer: unknown;
  readonly update: unknown;
}
