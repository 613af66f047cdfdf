// Changes of a directory as ldapmodify reads them.
export const remove = (dn: string) => `dn: ${dn}\nchangetype: delete\n`;

/** Gives an entry another name and, with `superior`, another place. */
export const rename = (dn: string, rdn: string, superior?: string) =>
  `dn: ${dn}\nchangetype: modrdn\nnewrdn: ${rdn}\ndeleteoldrdn: 1\n${superior ? `newsuperior: ${superior}\n` : ''}`;

export const replace = (dn: string, attribute: string, value: string) =>
  `dn: ${dn}\nchangetype: modify\nreplace: ${attribute}\n${attribute}: ${value}\n`;
