// Every command, in the order of the help.
import type { CommandFile } from '../command.ts';
import { serveCommand } from './serve.ts';

export const commands: readonly CommandFile[] = [serveCommand];
