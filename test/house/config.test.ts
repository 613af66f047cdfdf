import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError, loadConfig, type Environment } from '../../src/config.ts';

const good = {
  DATABASE_URL: 'postgresql://motchia:word@db:5432/motchia',
  PUBLIC_URL: 'https://sso.example.gov.vn',
  CONSOLE_URL: 'https://sso.example.gov.vn:8443',
  SEALING_KEYS: 'ab'.repeat(32),
};

function mistakes(env: Environment): string[] {
  try {
    loadConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError)
      return error.mistakes.map(({ key, message }) => `${key} ${message}`);
    throw error;
  }
}

const keysOf = (told: string[]) => told.map((line) => line.replace(/ .*/s, '')).toSorted();

function secretFile(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'secret-')), 'value');
  writeFileSync(path, text);
  return path;
}

describe('the configuration', () => {
  test('tells every missing key at once, each with its cure', () => {
    const told = mistakes({});
    expect(keysOf(told)).toEqual(Object.keys(good).toSorted());
    expect(told.join('\n')).toContain('openssl rand -hex 32');
    expect(told.every((line) => line.includes(': '))).toBe(true);
  });

  test('tells every wrong value at once', () => {
    const told = mistakes({
      ...good,
      DATABASE_URL: 'mysql://db',
      PUBLIC_URL: 'http://sso.example.gov.vn',
      SEALING_KEYS: 'short',
      PORT: '70000',
      LOG_LEVEL: 'loud',
      DEMO: 'yes',
    });
    expect(keysOf(told)).toEqual(
      ['DATABASE_URL', 'DEMO', 'LOG_LEVEL', 'PORT', 'PUBLIC_URL', 'SEALING_KEYS'].toSorted(),
    );
  });

  test('never repeats the value of a secret', () => {
    const told = mistakes({
      ...good,
      DATABASE_URL: 'mysql://u:hunter2@db',
      SEALING_KEYS: 'hunter2',
    });
    expect(told).toHaveLength(2);
    expect(told.join()).not.toContain('hunter2');
  });

  test.each([
    ['plain http outside this machine', 'PUBLIC_URL', 'http://10.0.0.5'],
    ['a path in an origin', 'PUBLIC_URL', 'https://sso.example.gov.vn/sso'],
    ['one origin for both sites', 'CONSOLE_URL', 'https://sso.example.gov.vn'],
    ['no sealing key between commas', 'SEALING_KEYS', ' , '],
    ['a proxy that is no address', 'TRUSTED_PROXIES', '*'],
  ])('refuses %s', (_what, key, value) => {
    expect(mistakes({ ...good, [key]: value })[0]).toMatch(new RegExp(`^${key} `));
  });

  test('has no default for a secret, in the demo neither', () => {
    const { SEALING_KEYS: _, ...rest } = good;
    expect(mistakes({ ...rest, DEMO: '1' })).toHaveLength(1);
  });

  test('reads secrets from files, without the line end that editors add', () => {
    const { SEALING_KEYS: key, ...rest } = good;
    const config = loadConfig({ ...rest, SEALING_KEYS_FILE: secretFile(`${key}\n`) });
    expect(config.sealingKeys).toEqual([key]);
  });

  test('refuses a secret given twice, and a file that is not there', () => {
    expect(mistakes({ ...good, SEALING_KEYS_FILE: secretFile('x') })[0]).toContain('given twice');
    const { SEALING_KEYS: _, ...rest } = good;
    expect(mistakes({ ...rest, SEALING_KEYS_FILE: '/nowhere' })[0]).toContain('cannot be read');
  });

  test('gives the issuer below the public address', () => {
    expect(loadConfig(good).issuer.href).toBe('https://sso.example.gov.vn/oidc');
  });
});
