/** What other rooms may import of the cluster. */
export * from './ports';
export * from './service';
