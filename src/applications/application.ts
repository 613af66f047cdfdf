// What a relying application is. Pure: types, and the states it passes through.
import { AppError } from '../core/errors.ts';
import type { ClientMetadata } from './client-metadata.ts';

export const applicationStates = ['draft', 'active', 'suspended', 'retired'] as const;
export type ApplicationState = (typeof applicationStates)[number];

export type Application = {
  id: string;
  clientId: string;
  name: string;
  nameEn: string;
  description: string | null;
  class: string; // code in catalogue "application-class"
  section: string | null; // code in catalogue "launcher-section"
  article: string | null; // line of the regulation it comes from
  state: ApplicationState;
  ownerUnitId: string | null;
  contact: string | null; // whom to ask, when not the owner unit's contact
  link: string | null; // address the launcher opens
  builtIn: boolean;
  order: number;
  metadata: Partial<ClientMetadata>; // empty: a mere link or a draft
  createdAt: Date;
  updatedAt: Date;
};

const next: Readonly<Record<ApplicationState, readonly ApplicationState[]>> = {
  draft: ['active', 'retired'],
  active: ['suspended', 'retired'],
  suspended: ['active', 'retired'],
  retired: ['draft'],
};

/** The states that may follow `state`. */
export const statesAfter = (state: ApplicationState): readonly ApplicationState[] => next[state];

/** @throws AppError `application.transition` where `to` may not follow `from`. */
export function checkState(from: ApplicationState, to: ApplicationState): void {
  if (!next[from].includes(to))
    throw new AppError('application.transition', { params: { from, to } });
}

/** Somebody must answer for an application that people use (regulation, 7.1). @throws AppError `application.no-owner`. */
export function checkOwner(
  application: Pick<Application, 'state' | 'ownerUnitId' | 'contact' | 'builtIn'>,
): void {
  const { state, ownerUnitId, contact, builtIn } = application;
  if (state === 'active' && !builtIn && !ownerUnitId && !contact)
    throw new AppError('application.no-owner');
}
