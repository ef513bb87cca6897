/** The words that cross a border, in one import. */
export * from './commands';
export * from './envelope';
export * from './error-codes';
export * from './events';
export * from './ids';
export * from './jobs';
export * from './lineup';
export * from './mesh';
export * from './play';
export * from './rest';
export * from './ruleset';
export * from './schedule';
export * from './scores';
export * from './seat';
export * from './side';
export * from './socket';
export * from './view';
