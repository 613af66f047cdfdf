// What the demo can be told, by flag or by environment: its folder and its ports. One table makes the
// flags, the variables and the help.
import { parseArgs } from 'node:util';

const ports = [
  ['port', 'sign-in and portal'],
  ['console-port', 'console'],
  ['application-1-port', 'first application'],
  ['application-2-port', 'second application'],
  ['application-3-port', 'third application'],
  ['database-port', 'PostgreSQL'],
  ['directory-port', 'LDAP directory'],
] as const;

export type PortName = (typeof ports)[number][0];
export type DemoSettings = {
  folder: string;
  fresh: boolean;
  help: boolean;
  ports: Readonly<Record<PortName, number>>;
};

const firstPort = 3000;
const variable = (name: string) => `MOTCHIA_DEMO_${name.toUpperCase().replaceAll('-', '_')}`;

export const portUse = (name: PortName): string =>
  ports.find(([other]) => other === name)?.[1] ?? name;

function portNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 65535) return number;
  throw new Error(`--${name} must be a port from 1 to 65535, not ${text}`);
}

/** Ports that are not named follow the first one: --port 4000 gives 4000 to 4006. */
function choosePorts(wished: (name: string) => string | undefined): Record<PortName, number> {
  const first = portNumber('port', wished('port') ?? String(firstPort));
  const chosen = ports.map(
    ([name], i) => [name, portNumber(name, wished(name) ?? String(first + i))] as const,
  );
  for (const [i, [name, number]] of chosen.entries()) {
    const other = chosen.slice(0, i).find(([, taken]) => taken === number);
    if (other) throw new Error(`--${name} and --${other[0]} are the same port, ${number}`);
  }
  return Object.fromEntries(chosen) as Record<PortName, number>;
}

/** @throws with a sentence for the person who wrote the command. */
export function readSettings(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): DemoSettings {
  const flags = Object.fromEntries(ports.map(([name]) => [name, { type: 'string' } as const]));
  const { values } = parseArgs({
    args: [...argv],
    options: {
      ...flags,
      folder: { type: 'string' },
      fresh: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const wished = (name: string) =>
    (values as Record<string, string | undefined>)[name] ?? (env[variable(name)] || undefined);
  return {
    folder: wished('folder') ?? '.demo',
    fresh: values.fresh === true,
    help: values.help === true,
    ports: choosePorts(wished),
  };
}

export function helpText(): string {
  const lines = ports.map(([name, use], i) => {
    const flag = `--${name} N`.padEnd(24);
    return `  ${flag}${`${use} (${firstPort + i})`.padEnd(28)}${variable(name)}`;
  });
  return [
    'npm run demo -- [options]: a whole Một Chìa on this machine, with invented people.',
    '',
    '  --fresh                 throw the data of earlier runs away first',
    `  --folder F              where the data is kept (.demo)      ${variable('folder')}`,
    ...lines,
    '',
    'Ports that are not named follow the first. Ctrl-C ends everything; the data stays.',
  ].join('\n');
}
