// Every command, in the order of the help.
import type { CommandFile } from '../command.ts';
import { adminCommand } from './admin.ts';
import { appCommand } from './app.ts';
import { doctorCommand } from './doctor.ts';
import { explainCommand } from './explain.ts';
import { grantCommand } from './grant.ts';
import { journalCommand } from './journal.ts';
import { keysCommand } from './keys.ts';
import { serveCommand } from './serve.ts';
import { syncCommand } from './sync.ts';

export const commands: readonly CommandFile[] = [
  serveCommand,
  syncCommand,
  adminCommand,
  appCommand,
  grantCommand,
  explainCommand,
  journalCommand,
  keysCommand,
  doctorCommand,
];
