// After an install: the database client is generated, and `npx motchia` is linked.
// Prisma's command wants a schema-engine binary that it would fetch from outside; generating needs
// none, so the variable below names a harmless file and nothing is fetched.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, rmSync, symlinkSync } from 'node:fs';

const prisma = 'node_modules/prisma/build/index.js';
if (existsSync(prisma)) {
  const run = spawnSync(process.execPath, [prisma, 'generate', '--no-hints'], {
    env: {
      ...process.env,
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
    encoding: 'utf8',
  });
  if (run.status !== 0) {
    process.stderr.write(`${run.stdout}${run.stderr}`);
    process.exit(run.status ?? 1);
  }
}

const command = 'src/cli/motchia.mjs';
if (existsSync(command)) {
  chmodSync(command, 0o755);
  rmSync('node_modules/.bin/motchia', { force: true });
  symlinkSync(`../../${command}`, 'node_modules/.bin/motchia');
}
