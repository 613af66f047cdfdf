import type { errors as vi } from '../vi/errors.ts';

export const errors: typeof vi = {
  'request.malformed': () =>
    'The request is malformed. Go back to the previous page and try again.',
  'request.too-large': () => 'What was sent is too large. Shorten it and send it again.',
  'request.unknown-host': () =>
    'This is not the right address. Use the official address of the system.',
  'request.foreign-origin': () =>
    'The form was sent from another page and was refused. Open this page again and send it from here.',
  'request.not-found': () => 'There is no such page. Check the address.',
  'request.method-not-allowed': () => 'This page does not take that kind of request.',
  'request.unsupported-media-type': () => 'This page does not take that kind of data.',
  'request.too-many': (p) =>
    `Too many requests at once. Try again in ${p['seconds'] ?? 'a few'} seconds.`,
  'request.changed-meanwhile': () =>
    'Not saved: somebody else has just changed this. What was typed is still here; what is kept now stands below each field that differs. Look again, then save once more to replace it.',
  'database.unreachable': () =>
    'The system cannot serve you right now. Try again in a few minutes; nothing is lost.',
  'password.too-short': () => 'The password is too short. Use at least 14 characters.',
  'password.too-long': () => 'The password is too long. Use at most 128 characters.',
  'password.too-few-classes': () =>
    'The password lacks one of four kinds of characters. Use small and capital letters, digits and other characters.',
  'password.holds-name': () =>
    'The password contains a name of this account. Choose one that does not mention it.',
  'password.repeats': () => 'The password repeats too few characters. Use more different ones.',
  'password.kept-by-directory': () =>
    'The password of this account is kept by the directory service. Change it there.',
  'sign-in.expired': () => 'This sign-in is no longer open. Open the application again.',
  'sign-in.required': () =>
    'Your session has ended, so nothing was saved. Sign in again, then send the form once more.',
  'sign-in.refused': () =>
    'This account may not enter that page. Sign in with another one or ask the system administrator.',
  'sign-in.not-completed': () => 'The sign-in was not completed. Try again in a few minutes.',
  'sealing.cannot-open': () =>
    'Sealed data could not be opened. The system administrator needs to check the sealing keys.',
  'account.not-found': () => 'There is no such account. Look it up in the list again.',
  'account.username-malformed': () =>
    'A user name has unmarked letters, digits, dots, hyphens and underscores only; 2 to 64 of them.',
  'account.username-taken': () => "This user name is or once was somebody's. Choose another one.",
  'account.name-missing': () => 'The full name is missing. Enter it.',
  'account.mail-malformed': () => 'This is not an e-mail address. Write it as name@example.gov.vn.',
  'account.phone-malformed': () =>
    'This is not a telephone number. Write it as 0912 345 678 or +84 912 345 678.',
  'account.kind-unknown': () => 'There is no such kind of account. Choose one from the list.',
  'account.transition': () =>
    'The account cannot go to this state from the state it is in. Reload the page to see its present state.',
  'account.reason-missing': () => 'The reason is missing. Enter it for the journal.',
  'account.from-directory': () =>
    'This comes from the directory. Change it there and synchronise again.',
  'account.last-administrator': () =>
    'This is the last active administrator. Add another one first.',
  'account.joined': () =>
    'This account was joined into another one. Work with that one, or split them first.',
  'join.own-account': () => 'You cannot join or split your own account. Ask another administrator.',
  'join.same-account': () => 'This is the same account. Choose another one.',
  'join.not-of-a-directory': () =>
    'Only two accounts kept by directories can be joined. One of these was made here.',
  'join.same-source': () =>
    'Both accounts are of one source. Mend it in the directory: a person has one entry there.',
  'join.not-a-person': () => 'Service and shared accounts are no persons and cannot be joined.',
  'join.not-in-use': () =>
    'One of the accounts is retired, waits for approval, or was suspended by an administrator. Restore it first if this is one person.',
  'join.administrator': () =>
    'One of them is an administrator, the other is not: joined, the password of another source would administer. Take the right away first.',
  'join.already-joined': () =>
    'The account to be joined is a joined one itself, or was joined elsewhere. Split it first, or keep the other account.',
  'join.not-joined': () => 'This share is no longer part of the account. Open the person again.',
  'join.rules-differ': (p) =>
    `The accounts have opposite rules for ${p['target']}: one allows, one denies. Remove one of them first.`,
  'join.rules-dates': (p) =>
    `The accounts have the same rule for ${p['target']} with other dates. Make them alike, or remove one of them first.`,
  'join.run-under-way': () =>
    'A source of this person is being read. Nothing was changed; try again when the run has ended.',
  'join.changed': () =>
    'Something has changed since this page was opened. Nothing was done; look again below.',
  'unit.not-found': () => 'There is no such unit. Look it up in the list again.',
  'unit.name-missing': () => 'The name of the unit is missing. Enter it.',
  'unit.code-taken': () => 'This code belongs to another unit. Check the code.',
  'unit.parent-loop': () => 'This parent belongs to the unit itself. Choose another one.',
  'unit.from-directory': () =>
    'Name and parent of this unit come from the directory. Change them there and synchronise again.',
  'unit.closed': () => 'This unit is closed. Choose an active one.',
  'group.not-found': () => 'There is no such group. Look it up in the list again.',
  'group.code-malformed': () =>
    'A group code has lower-case unmarked letters, digits and hyphens only; 2 to 64 of them.',
  'group.code-taken': () => 'This group code is taken. Choose another one.',
  'group.name-missing': () => 'The name of the group is missing. Enter it.',
  'group.closed': () => 'This group is closed. Use an active one.',
  'group.built-in': () =>
    'This group is part of the system and cannot be closed. Add or remove members instead.',
  'group.own-member': () => 'A group cannot be a member of itself. Choose another one.',
  'group.from-directory': () =>
    'This name or member comes from the directory. Change it there and synchronise again.',
  'catalog.unknown': () => 'There is no such catalogue. Choose one from the list.',
  'catalog.code-malformed': () =>
    'A code has unmarked letters, digits, dots and hyphens only; at most 64 of them.',
  'catalog.code-taken': () => 'The catalogue has an item with this code. Choose another.',
  'catalog.name-missing': () => 'The name is missing. Enter the Vietnamese name.',
  'catalog.dates': () => 'It must end after it begins. Correct the dates.',
  'application.not-found': () => 'There is no such application. Look it up in the list again.',
  'application.built-in': () =>
    'This application is part of the system and cannot be changed in this way.',
  'application.no-owner': () =>
    'An application needs an owner unit or a contact before it can be active. Add one and try again.',
  'application.transition': () =>
    'The application cannot go to this state from the state it is in. Reload the page to see its present state.',
  'application.class-unknown': (p) =>
    `The catalogue has no class ${p['value'] ?? ''}. Use one of its codes, such as shared, sector or basic.`,
  'application.owner-unit-unknown': () =>
    'No unit has this code. Check the code of the owner unit.',
  'application.unknown-field': (p) =>
    `There is no field ${p['field'] ?? ''}. Leave it out or correct its name.`,
  'application.field-malformed': (p) =>
    `The field ${p['field'] ?? ''} is malformed. See the integration guide and correct it.`,
  'application.client-id-malformed': () =>
    'A client id has lower-case unmarked letters, digits, dots, hyphens and underscores only; 2 to 64 of them.',
  'application.client-id-taken': () =>
    'There is an application with this client id. Choose another, or open that one to edit it.',
  'application.name-missing': () => 'The name of the application is missing. Enter it.',
  'application.address': (p) =>
    `The address in ${p['field'] ?? ''} cannot be used: ${p['value'] ?? ''}. Use https:// without * and without #; http:// is for this machine and the allowed private hosts only.`,
  'application.redirect-uris-missing': () => 'The redirect address is missing. Enter at least one.',
  'application.grant-type': (p) =>
    `The grant type ${p['value'] ?? ''} is not supported. Use authorization_code, refresh_token or client_credentials.`,
  'application.profile': (p) =>
    `There is no security profile ${p['value'] ?? ''}. Use standard, fapi2 or fapi2-message-signing.`,
  'application.profile-algorithm': (p) =>
    `FAPI 2.0 does not allow the algorithm ${p['value'] ?? ''} in ${p['field'] ?? ''}. Use PS256, ES256 or EdDSA.`,
  'application.profile-authentication': () =>
    'FAPI 2.0 asks an application to prove itself by a key of its own. Choose private_key_jwt.',
  'application.profile-confidential': () =>
    'FAPI 2.0 is for applications on servers, not for those installed on people’s devices.',
  'application.auth-method': (p) =>
    `The authentication method ${p['value'] ?? ''} does not fit here. Use client_secret_basic, client_secret_post, private_key_jwt, or none where the application cannot keep a secret.`,
  'application.signing-algorithm': (p) =>
    `The signing algorithm ${p['value'] ?? ''} is not supported. Use PS256, RS256, ES256 or EdDSA.`,
  'application.scope': (p) =>
    `There is no scope ${p['value'] ?? ''}. See the list of scopes in the integration guide.`,
  'application.keys-missing': () => 'private_key_jwt needs the public keys. Give jwks or jwks_uri.',
  'application.keys-private': () =>
    'The keys sent hold a private key. Send public keys only and replace the one that leaked.',
  'application.cannot-try': () =>
    'This sign-in cannot be tried: people must sign in to the application, and it must be a draft or active.',
  'application.trial-unknown': () =>
    'No trial is waiting here. Open the page of the application and start it again.',
  'application.section-unknown': () => 'There is no such section any more. Choose one of the list.',
  'application.no-secret': () =>
    'This application does not use a secret. Change its authentication method first.',
  'grant.not-found': () => 'There is no such grant. It may have been revoked already.',
  'grant.subject-unknown': () =>
    'The subject of the grant was not found. Choose the person, group or unit again.',
  'grant.target-unknown': () => 'There is no such class or set of applications. Choose again.',
  'grant.zone-unknown': () => 'One of the network zones is gone. Choose the zones again.',
  'grant.role-unknown': () => 'The application has no such role. Choose the roles again.',
  'grant.validity': () => 'The end must come after the beginning. Change one of them.',
  'grant.hours': () =>
    'The last hour must come after the first one of the same day. Give both, 24:00 at the latest.',
  'grant.days': () => 'That is no day of the week. Choose again.',
  'grant.of-denial': () =>
    'A grant “Deny” takes no second factor and no roles. Leave them out, or choose “Allow”.',
  'grant.roles-of-many': () =>
    'Roles belong to one application. Give them on its page, not for a class or a set.',
  'grant.twice': () =>
    'There is a grant for this subject with the very same conditions. Change that one, or other conditions.',
  'zone.not-found': () => 'There is no such network zone. It may have been deleted.',
  'zone.code-malformed': () => 'The code of a zone has small letters, digits and hyphens.',
  'zone.code-taken': () => 'Another zone has this code. Choose another one.',
  'zone.name-missing': () => 'Give the zone a name.',
  'zone.range-malformed': (p) =>
    `“${p['value'] ?? ''}” is no range of addresses. Write it like 10.0.0.0/8, 192.168.1.0/24 or fc00::/7, one on each line.`,
  'zone.in-use': (p) => `${p['count'] ?? ''} grants ask for this zone. Change them first.`,
  'zone.rest': () =>
    'The zone of all other addresses cannot be deleted and has no ranges of its own.',
  'set.not-found': () => 'There is no such set of applications. It may have been deleted.',
  'set.name-missing': () => 'Give the set a name.',
  'set.name-taken': () => 'There is a set of this name. Choose another one.',
  'set.application-unknown': () =>
    'An application is gone, or is one of the built-in pages, which belong to no set. Choose again.',
  'set.in-use': (p) => `${p['count'] ?? ''} grants are for this set. Revoke them first.`,
  'role.not-found': () => 'There is no such role. It may have been deleted.',
  'role.code-malformed': () =>
    'The code of a role has letters without marks, digits, dots, hyphens and colons, and no spaces.',
  'role.code-taken': () => 'The application has a role of this code. Choose another one.',
  'role.name-missing': () => 'Give the role a name.',
  'role.in-use': (p) => `${p['count'] ?? ''} grants carry this role. Change them first.`,
  'directory.unreachable': (p) =>
    `The directory cannot be reached (${p['detail'] ?? ''}). Check its address, its port and the network.`,
  'directory.timeout': () =>
    'The directory did not answer in time. Try again later, or give the source more time.',
  'directory.tls': (p) =>
    `No encrypted connection to the directory (${p['detail'] ?? ''}). Check the server's certificate and the authority given here.`,
  'directory.bind-refused': (p) =>
    `The directory refused the account we connect with (${p['detail'] ?? ''}). Check its DN and password.`,
  'directory.size-limit': (p) =>
    `The directory does not let us read everything (${p['detail'] ?? ''}). Raise the size limit of the account we connect with.`,
  'directory.no-base': (p) =>
    `The directory has no such branch (${p['detail'] ?? ''}). Check the base DNs and the right to read them.`,
  'directory.refused': (p) =>
    `The directory refused the request (${p['detail'] ?? ''}). Check the rights of the account we connect with.`,
  'directory.malformed': (p) =>
    `The directory's answer is not LDAP (${p['detail'] ?? ''}). Check the address and the kind of server.`,
  'directory.sync-ids-differ': (p) =>
    `The server numbers entries in its stream of changes otherwise than in the id attribute, so nobody could be known to be deleted (${p['detail']}). Choose “by time of change”.`,
  'directory.no-timestamps': (p) =>
    `The bind account cannot read the time of change (${p['detail']}) of any entry. Let it read that attribute.`,
  'directory.changes-not-offered': (p) =>
    `The server does not offer the chosen way of telling changes (${p['detail']}). Choose “automatic”.`,
  'directory.filter': (p) =>
    `The filter is not well formed (${p['detail'] ?? ''}). Write it like (objectClass=inetOrgPerson).`,
  'directory.plain-refused': () =>
    'A connection to the directory without encryption is refused. Use StartTLS or LDAPS, or allow it expressly in the source.',
  'source.not-found': () => 'There is no such source. Look at the list of sources again.',
  'source.name-missing': () => 'The source has no name. Enter one.',
  'source.name-taken': () => 'Another source has this name. Choose a different one.',
  'source.password-missing': () =>
    'The password of the account we connect with is missing. Enter it; a new address or account needs it again.',
  'source.invalid': (p) =>
    `The setting ${p['field'] ?? ''} of the source cannot be used. Look at the value again.`,
  'source.disabled': () => 'The source is switched off. Switch it on before synchronising.',
  'conflict.changed': () =>
    'This conflict has changed or was settled meanwhile. Nothing was saved; look at it again.',
  'conflict.not-possible': () => 'This decision does not fit this conflict. Choose another one.',
  'sync.changes-failed': () =>
    'The run that should apply the changes failed. See the latest run of the source.',
  'sync.already-running': () =>
    'This source is being synchronised. Wait for that run to end, then try again.',
  'sync.run-not-found': () => 'There is no such run. Look at the list again.',
  'sync.not-held': () => 'This run is not being held. Load the page again.',
  'bulk.nothing-chosen': () =>
    'No row was chosen. Go back to the list and mark rows, or choose the whole page.',
  'bulk.too-many': ({ most }) =>
    `More than ${most} rows match the filter. Narrow it and do this in several parts.`,
  'bulk.not-ready': () => 'The group or application for this action was not chosen yet.',
  'sync.not-applied': () =>
    'This run was not applied, or it is undone already. Load the page again.',
  'sync.undo-not-kept': () => 'What this run replaced is no longer kept, so it cannot be undone.',
  'sync.undo-collides': () =>
    'Some of it was edited after this run, so nothing was undone. Look at the table below and decide whether to undo the rest.',
  'sync.undo-outrun': () =>
    'Somebody edited something while this was being undone, so nothing was undone. Look at this page again, then try once more.',
  'sync.not-reading': () =>
    'This run has finished reading and can no longer be cancelled. Load the page again.',
  'sync.cancelled': (p) => `${p['by'] ?? ''} cancelled this run. Nothing was changed.`,
  'import.not-found': () => 'There is no such import, or it has expired. Upload the file again.',
  'import.expired': () => 'The preview has expired. Upload the file again.',
  'import.outdated': () =>
    'Something changed after the preview, so nothing was applied. Upload the file again to see the new difference.',
  'import.has-mistakes': () =>
    'The file still has rows with mistakes, so nothing was applied. Correct the file and upload it again.',
  'import.cancelled': () =>
    'This import was stopped and nothing was applied. Upload the file again.',
  'import.interrupted': () =>
    'The server that worked on this import stopped halfway, so nothing was applied. Try again.',
  'import.busy': ({ seconds }) =>
    `The server is reading several other files. Upload yours again in ${seconds ?? 'a few'} seconds.`,
  'import.file-missing': () => 'No file was chosen. Choose a CSV or Excel (.xlsx) file.',
  'import.file-unreadable': () =>
    'This file cannot be read. Save it as Excel (.xlsx) or CSV UTF-8, at most 5 MB, and upload it again.',
  'import.old-excel': () =>
    'This is an old Excel file (.xls) or has a password. Save it as .xlsx without a password and upload it again.',
  'import.encoding': () =>
    'The CSV file is not Unicode (perhaps Windows-1258 or TCVN3). Save it as CSV UTF-8 or .xlsx so that no mark is lost.',
  'import.no-rows': () => 'The file has no row of data below its titles.',
  'import.too-many-rows': ({ limit }) =>
    `The file has more than ${limit} rows. Split it into several.`,
  'import.column-missing': ({ column }) =>
    `The column “${column}” is missing. Use the titles of the template.`,
  'import.column-twice': ({ column }) => `The column “${column}” is there twice. Take one away.`,
  'import.formula': () => 'This cell is a formula. Paste it again as a value.',
  'import.row-twice': () => 'This row repeats one above. Take one away.',
  'import.not-a-choice': () =>
    'This value is not one of those allowed. Write it as in the template.',
  'import.not-a-moment': () => 'Write the day as dd/mm/yyyy, with HH:mm where it matters.',
  'import.title-without-unit': () => 'A position needs a unit code. Add the unit code.',
  'setting.dates': () => 'The end must come after the beginning. Correct one of the two.',
  'setting.idle': () =>
    'The idle time cannot be longer than the session itself. Lower these minutes or raise the hours of the session.',
  'setting.codes': () => 'Only codes of application classes, with spaces between.',
  'setting.no-text': () =>
    'An English text needs the Vietnamese one beside it. Enter the Vietnamese text.',
  'position.not-found': () => 'There is no such position. Look it up again in the list.',
  'position.target': () =>
    'This position cannot be chosen: it was merged, is gone, or is the same one. Choose another.',
  'position.in-rules': (p) =>
    `${p['count'] ?? ''} grants are for this position. Revoke them, or give them to the other one, before merging.`,
  'position.title-unknown': () =>
    'Nobody holds this title without a position any more. Look at the list of titles again.',
  'order.outdated': () => 'The list has just changed, so nothing was moved. Load the page again.',
  internal: () =>
    'Something unexpected went wrong. Try again; if it persists, report the request id below.',
};
