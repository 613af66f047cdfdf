// Installs Debian packages without questions, and without starting the services they bring.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

const policy = '/usr/sbin/policy-rc.d'; // asked by every package before it starts its service

function apt(...args) {
  const run = spawnSync('apt-get', ['-qq', ...args], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return run.status === 0;
}

/** Root only. Tells on standard error what failed; the caller looks whether the programs are there. */
export function installPackages(packages) {
  console.error(`Installing ${packages.join(', ')} …`);
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    if (!apt('update')) console.error('apt-get update failed; trying with the lists at hand');
    if (!apt('install', '-y', '--no-install-recommends', ...packages))
      console.error('apt-get install failed');
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}
