// Completes package-lock.json after an `npm install` against a registry that does not carry the
// packages of other platforms: npm then leaves them out, and `npm ci` refuses the lock everywhere.
// Each missing optional package is entered with the version its parent asks for and the platform its
// name tells; nothing is fetched. Use: node scripts/complete-lock.ts
import { readFileSync, writeFileSync } from 'node:fs';

type Package = { dev?: boolean; optionalDependencies?: Record<string, string> };
type Packages = Record<string, Package>;
type Missing = { parent: string; name: string; version: string };

const systems = /\b(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)\b/;
const processors = /\b(arm64|arm|ia32|loong64|ppc64|riscv64|s390x|x64|wasm32)\b/;

/** Looks as npm does: beside the parent, then in each folder above it. */
function isLocked(packages: Packages, parent: string, name: string): boolean {
  const places = parent
    .split('node_modules/')
    .map((_, i, all) => all.slice(0, i).join('node_modules/'));
  return [parent && `${parent}/`, ...places].some(
    (place) => `${place}node_modules/${name}` in packages,
  );
}

export function missingOptionals(packages: Packages): Missing[] {
  return Object.entries(packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(packages, parent, name))
      .map(([name, version]) => ({ parent, name, version })),
  );
}

function entry({ parent, name, version }: Missing, packages: Packages): Package {
  const os = systems.exec(name)?.[1];
  const cpu = processors.exec(name)?.[1];
  const libc = /-musl/.test(name) ? 'musl' : /-gnu/.test(name) ? 'glibc' : undefined;
  if (!/^\d+\.\d+\.\d+\S*$/.test(version) || !os)
    throw new Error(`${name}@${version} of ${parent}: its name does not tell the platform`);
  return {
    version,
    ...(cpu && { cpu: [cpu] }),
    ...(libc && { libc: [libc] }),
    ...(packages[parent]?.dev && { dev: true }),
    optional: true,
    os: [os],
  } as Package;
}

if (import.meta.main) {
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Packages };
  const missing = missingOptionals(lock.packages);
  for (const each of missing)
    lock.packages[`node_modules/${each.name}`] = entry(each, lock.packages);
  const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => a.localeCompare(b, 'en'));
  lock.packages = Object.fromEntries(sorted);
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
  console.log(`${missing.length} packages entered`);
}
