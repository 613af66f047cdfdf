import type { CommandFile } from '../command.ts';
import { withDemo } from '../demo-environment.ts';
import { serve } from '../serving.ts';

export const serveCommand: CommandFile = (parent, { shell }) => {
  parent
    .command('serve')
    .description('run the product until a signal ends it, as npm start does')
    .action(() => serve(withDemo(shell.environment, shell.folder)));
};
