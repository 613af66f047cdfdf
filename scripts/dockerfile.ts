// Reads a Dockerfile and runs its stages in folders: FROM, ENV, WORKDIR, COPY, RUN, and what the last
// stage says of user, health check and command. Anything else is an error, so that nothing is passed
// over in silence.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';

type Step = { word: string; rest: string };
type Stage = { name: string; steps: Step[] };

/** A stage that was run: its folder, and what it says of itself. */
export type Built = {
  root: string;
  workdir: string; // inside root
  env: Record<string, string>;
  user: string;
  healthcheck: string[];
  command: string[];
};

export function parseDockerfile(path: string): Stage[] {
  const text = readFileSync(path, 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ');
  const stages: Stage[] = [];
  for (const line of text.split('\n').filter((each) => each.trim())) {
    const [, word = '', rest = ''] = /^(\S+)\s+(.*)$/.exec(line.trim()) ?? [];
    const name = word === 'FROM' ? (/ AS (\S+)$/i.exec(rest)?.[1] ?? 'last') : undefined;
    if (name) stages.push({ name, steps: [] });
    else stages.at(-1)?.steps.push({ word, rest });
  }
  return stages;
}

/** The patterns of a .dockerignore, of which the last that fits decides. */
function ignoring(context: string): (path: string) => boolean {
  const patterns = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line && !line.startsWith('#'));
  const within = (path: string, pattern: string) =>
    pattern === '*' || path === pattern || path.startsWith(`${pattern}/`);
  return (path) => {
    let ignored = false;
    for (const pattern of patterns) {
      if (!pattern.startsWith('!')) ignored = within(path, pattern) || ignored;
      else if (within(path, pattern.slice(1)) || pattern.slice(1).startsWith(`${path}/`))
        ignored = false;
    }
    return ignored;
  };
}

type Run = { context: string; folder: string; built: Map<string, Built> };

function copy(run: Run, stage: Built, rest: string): void {
  const words = rest.split(/\s+/);
  const from = words.find((word) => word.startsWith('--from='))?.slice(7);
  const paths = words.filter((word) => !word.startsWith('--'));
  const target = paths.pop() ?? '.';
  const source = from ? run.built.get(from)?.root : resolve(run.context);
  if (!source) throw new Error(`COPY from unknown stage ${from}`);
  const ignored = from ? () => false : ignoring(run.context);
  for (const path of paths) {
    const here = join(source, path);
    if (!existsSync(here)) throw new Error(`COPY: ${path} does not exist`);
    const there = target.startsWith('/') ? join(stage.root, target) : join(stage.workdir, target);
    const into =
      statSync(here).isDirectory() || !target.endsWith('/') ? there : join(there, basename(path));
    cpSync(here, into, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => file === here || !ignored(relative(source, file)),
    });
  }
}

/** Environment of a step: this machine's, for registry and certificates; without what npm adds for us. */
function environment(stage: Built): Record<string, string | undefined> {
  const machine = Object.entries(process.env).filter(
    ([key]) =>
      !/^npm_(package|lifecycle|config_local_prefix|command)|^INIT_CWD$|^NODE_OPTIONS$/.test(key),
  );
  return { ...Object.fromEntries(machine), ...stage.env };
}

function execute(stage: Built, command: string): void {
  console.log(`RUN ${command}`);
  const run = spawnSync('sh', ['-ec', command], {
    cwd: stage.workdir,
    env: environment(stage),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`RUN ${command} ended with ${run.status}`);
}

/** `KEY=value …`; paths of the stage become paths of its folder. */
function setEnv(stage: Built, rest: string): void {
  for (const [, key = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g))
    stage.env[key] = value
      .replace('$PATH', stage.env['PATH'] ?? '')
      .replaceAll(/(^|:)\/app\b/g, `$1${join(stage.root, 'app')}`);
}

const list = (rest: string) => JSON.parse(rest.slice(rest.indexOf('['))) as string[];

function perform(run: Run, stage: Built, { word, rest }: Step): void {
  switch (word) {
    case 'WORKDIR':
      stage.workdir = join(stage.root, rest);
      mkdirSync(stage.workdir, { recursive: true });
      return;
    case 'ENV':
      return setEnv(stage, rest);
    case 'COPY':
      return copy(run, stage, rest);
    case 'RUN':
      return execute(stage, rest);
    case 'USER':
      stage.user = rest;
      return;
    case 'HEALTHCHECK':
      stage.healthcheck = list(rest);
      return;
    case 'CMD':
      stage.command = list(rest);
      return;
    case 'EXPOSE':
      return;
    default:
      throw new Error(`scripts/dockerfile.ts does not know ${word}`);
  }
}

/** Runs every stage below `folder` and gives the last. @throws where a step fails or is unknown. */
export function runStages(stages: readonly Stage[], context: string, folder: string): Built {
  const run: Run = { context, folder, built: new Map() };
  let last: Built | undefined;
  for (const { name, steps } of stages) {
    const root = join(folder, name);
    mkdirSync(root);
    const env = { PATH: process.env['PATH'] ?? '' };
    last = { root, workdir: root, env, user: 'root', healthcheck: [], command: [] };
    for (const step of steps) perform(run, last, step);
    run.built.set(name, last);
  }
  if (!last) throw new Error('the Dockerfile has no stage');
  return last;
}
