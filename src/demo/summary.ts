// What the demo prints when it is ready: where to go, and as whom.
import { table } from '../cli/table.ts';
import { applications, demoPassword, people } from './cast.ts';
import type { Demonstration } from './demonstration.ts';

export function summary(
  demo: Pick<Demonstration, 'publicUrl' | 'consoleUrl' | 'applicationUrls' | 'directory'>,
): string {
  const addresses = [
    ['sign-in and portal', demo.publicUrl],
    ['console', demo.consoleUrl],
    ...applications.map(({ name }, i) => [
      `application ${i + 1}: ${name}`,
      demo.applicationUrls[i],
    ]),
    ['directory (LDAP)', demo.directory.url],
    ['issuer for OpenID Connect', `${demo.publicUrl}/oidc`],
  ];
  const accounts = people.map(({ username, name, what }) => [username, name, what]);
  return [
    table(['what', 'address'], addresses),
    table(['user name', 'name', 'who'], accounts),
    `Password of every person: ${demoPassword}`,
    'Commands work in this folder: npx motchia --help',
  ].join('\n\n');
}
