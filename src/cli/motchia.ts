// The command `motchia` itself, called by motchia.mjs, which makes sure of the right Node.
import { runCommandLine } from './program.ts';
import { realShell } from './shell.ts';

// `motchia journal list | head` closes the pipe early: that is not a failure.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCommandLine(process.argv.slice(2), realShell());
