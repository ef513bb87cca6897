/**
 * For the knex command line: `NODE_OPTIONS='--import tsx' npx knex --knexfile knexfile.ts migrate:latest`, with
 * `DATABASE_URL` set. Workers migrate by themselves when they start; nobody needs this in daily life.
 */
import type { Knex } from 'knex';
import { migrationConfig } from './src/store/postgres/migrate';

const config: Knex.Config = {
  client: 'pg',
  connection: process.env['DATABASE_URL'] ?? '',
  migrations: migrationConfig,
};

export default config;
