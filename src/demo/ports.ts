// Asks beforehand whether every port of the demo is free, so that one message names all that are not.
import { createServer } from 'node:net';
import { portUse, type DemoSettings, type PortName } from './settings.ts';

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** @throws with a sentence that names each port in use and the flag that chooses another. */
export async function requireFreePorts(ports: DemoSettings['ports']): Promise<void> {
  const taken: string[] = [];
  for (const [name, port] of Object.entries(ports))
    if (!(await isFree(port)))
      taken.push(
        `Port ${port} (${portUse(name as PortName)}) is taken: choose another with --${name}.`,
      );
  if (taken.length > 0) throw new Error(taken.join('\n'));
}
