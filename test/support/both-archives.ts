/** PostgreSQL's ports in their two homes, so that one file of claims runs over both. */
import type { Archive, ArchiveWriter, Catalog } from '../../src/cluster/ports';
import { MemoryArchive } from '../../src/store/memory/archive';
import { MemoryCatalog } from '../../src/store/memory/catalog';
import { postgresArchive } from '../../src/store/postgres/archive';
import { postgresArchiveWriter } from '../../src/store/postgres/archive-writer';
import { postgresCatalog } from '../../src/store/postgres/catalog';
import { freshDatabase } from './postgres';

export interface Archives {
  readonly archive: Archive;
  readonly writer: ArchiveWriter;
  readonly catalog: Catalog;
  close(): Promise<void>;
}

/** By name, for `describe.each(Object.entries(ARCHIVES))`. */
export const ARCHIVES: Readonly<Record<'memory' | 'postgres', () => Promise<Archives>>> = {
  async memory() {
    const archive = new MemoryArchive();
    return { archive, writer: archive, catalog: new MemoryCatalog({ archive }), close: async () => undefined };
  },
  async postgres() {
    const database = await freshDatabase();
    const { knex } = database;
    return {
      archive: postgresArchive(knex),
      writer: postgresArchiveWriter(knex),
      catalog: postgresCatalog(knex),
      close: () => database.drop(),
    };
  },
};
