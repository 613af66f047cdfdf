// `npm test`: brings in what the tests need from the system, runs them all, and closes with a line
// `N passed, N failed`. Arguments go to jest. A skipped test fails the run: nothing is left out silently.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installPackages } from './system-packages.mjs';

/** What the tests start or read, and the Debian package that brings it. */
const needed = {
  slapd: 'slapd',
  ldapsearch: 'ldap-utils',
  chromium: 'chromium',
  openssl: 'openssl',
  'ns-slapd': '389-ds-base',
  certutil: 'libnss3-tools',
  samba: 'samba-ad-dc',
  '/usr/share/samba/setup': 'samba-ad-provision',
};

const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/bin'];

function present(program) {
  const places = program.startsWith('/') ? [program] : folders.map((one) => join(one, program));
  return places.some((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const missing = () => Object.keys(needed).filter((program) => !present(program));

function provide() {
  const packages = missing().map((program) => needed[program]);
  if (packages.length === 0) return;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) installPackages(packages);
  if (missing().length === 0) return;
  const list = packages.join(' ');
  console.error(`The tests need ${list} on this machine (Debian: apt-get install ${list}).`);
  process.exit(1);
}

function runJest(args, summary) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...flags, 'node_modules/jest/bin/jest.js', ...args], {
    stdio: 'inherit',
    env: { ...process.env, TEST_SUMMARY: summary },
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => resolve(signal ? 130 : code));
  });
}

function counts(summary) {
  try {
    return JSON.parse(readFileSync(summary, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }; // the run itself broke
  }
}

/** A domain controller needs root: without it these are left out, and it is said so. */
const ofRoot = ['test/directory/heavy/samba.test.ts'];

provide();
const args = process.argv.slice(2);
if (process.getuid?.() !== 0) {
  console.error(`Left out, because Samba needs root: ${ofRoot.join(', ')}`);
  args.push(...ofRoot.map((file) => `--testPathIgnorePatterns=${file}`));
}
const chosen = args.some((arg) => /^(-t|--testNamePattern)/.test(arg)); // then the others are left out on purpose
const folder = mkdtempSync(join(tmpdir(), 'motchia-run-'));
const code = await runJest(args, join(folder, 'summary.json'));
const { passed, failed, skipped } = counts(join(folder, 'summary.json'));
rmSync(folder, { recursive: true });
const incomplete = (skipped > 0 && !chosen) || passed + failed === 0;
if (skipped > 0 && !chosen)
  console.error(`${skipped} tests were skipped: that counts as a failure.`);
process.exitCode = code !== 0 ? code : failed > 0 || incomplete ? 1 : 0;
console.log(`${passed} passed, ${failed} failed`);
