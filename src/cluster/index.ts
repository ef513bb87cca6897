/** What other rooms may import of the cluster. */
export * from './dice-proof';
export * from './ports';
export * from './node';
export * from './node-parts';
export * from './observer';
export * from './service';
