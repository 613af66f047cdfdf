// A run of the synchronisation that waits for a decision, with something of everything in it.
import type { World } from '../support/world.ts';

/** A held run as the synchronisation leaves it. */
export async function heldRun({ app }: World, sourceId: string): Promise<string> {
  const { id } = await app.db.prisma.syncRun.create({
    data: {
      id: '01a20000-0000-7000-8000-00000000000a',
      sourceId,
      state: 'held',
      reason: 'too-many-leaving',
      reasonDetail: { leaving: 812, active: 5120, people: 4308 },
      counts: {
        people: 4308,
        units: 96,
        groups: 12,
        updated: 3,
        leaving: 812,
        changes: 815,
        rejected: 1,
      },
      endedAt: new Date(),
      rejections: {
        create: [
          {
            seq: 1,
            dn: 'uid=khong-ten,ou=people,dc=angiang,dc=gov,dc=vn',
            level: 'rejected',
            reason: 'no-id',
            detail: {},
          },
        ],
      },
    },
  });
  await app.db.prisma.syncChange.createMany({
    data: [
      ['account', 'suspend', 'Nguyễn Văn An', 'state', 'active', 'suspended'],
      ['account', 'update', 'Lê Hoàng Đức', 'mail', 'duc@angiang.gov.vn', 'lhduc@angiang.gov.vn'],
      ['unit', 'create', 'Phòng Bưu chính – Viễn thông', null, null, null],
    ].map(([entity, op, name, attribute, old, now], i) => ({
      runId: id,
      seq: i + 1,
      entity: entity!,
      op: op!,
      entityId: '01a20000-0000-7000-8000-00000000000b',
      name: name!,
      attribute: attribute ?? null,
      old: old ?? null,
      new: now ?? null,
    })),
  });
  return id;
}
