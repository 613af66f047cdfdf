import { describe, expect, test } from '@jest/globals';
import { helpText, readSettings } from '../../src/demo/settings.ts';

describe('the settings of the demo', () => {
  test('are the promised ports where nothing is said', () => {
    expect(readSettings([], {})).toMatchObject({ folder: '.demo', fresh: false });
    expect(Object.values(readSettings([], {}).ports)).toEqual([
      3000, 3001, 3002, 3003, 3004, 3005, 3006,
    ]);
  });

  test('follow the first port, but for those that are named by flag or variable', () => {
    const { ports } = readSettings(['--port', '4000', '--console-port', '9001'], {
      MOTCHIA_DEMO_APPLICATION_2_PORT: '9002',
      MOTCHIA_DEMO_CONSOLE_PORT: '1', // the flag wins
    });
    expect(ports).toEqual({
      port: 4000,
      'console-port': 9001,
      'application-1-port': 4002,
      'application-2-port': 9002,
      'application-3-port': 4004,
      'database-port': 4005,
      'directory-port': 4006,
    });
  });

  test.each([
    [['--port', 'many'], '--port must be a port'],
    [['--port', '70000'], '--port must be a port'],
    [['--console-port', '3000'], 'the same port, 3000'],
    [['--nonsense'], 'nonsense'],
  ])('%j is refused with a sentence', (argv: string[], sentence: string) => {
    expect(() => readSettings(argv, {})).toThrow(sentence);
  });

  test('are all told by the help', () => {
    for (const word of [
      '--fresh',
      '--folder',
      '--directory-port',
      'MOTCHIA_DEMO_DATABASE_PORT',
      '3006',
    ])
      expect(helpText()).toContain(word);
  });
});
