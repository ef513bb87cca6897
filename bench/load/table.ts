/** Where commands come from: a game at the service, or a pair of players at the echo server. */
export type Sent =
  | {
      readonly ok: true;
      /** Of a decision that brought a dice turn's play: when the other manager heard of it, by `performance.now()`. */
      readonly told?: Promise<number>;
    }
  | { readonly ok: false; readonly code: string };

export interface Table {
  /** False while a finished game makes way for the next. */
  readonly isReady: boolean;
  /** How often something was sent again. */
  readonly retries: number;
  /** Sends the next command; resolves when it was answered. Never while another is under way. */
  send(): Promise<Sent>;
  close(): void;
}
