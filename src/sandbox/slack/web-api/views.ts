import { z } from 'zod';
import { homeDefinition, modalDefinition } from '../block-kit/view-definitions.js';
import { Refusal } from '../refusal.js';
import { json } from './arguments.js';
import { method } from './method.js';

export const viewsOpen = method({
  name: 'views.open',
  token: 'bot',
  scopes: [],
  args: z.strictObject({ trigger_id: z.string(), view: json }),
  run: ({ trigger_id: triggerId, view }, { views, triggers }) => {
    // In this order: a view that is refused does not use the trigger up.
    const definition = modalDefinition(view);
    return { view: views.open(triggers.exchange(triggerId), definition) };
  },
});

export const viewsUpdate = method({
  name: 'views.update',
  token: 'bot',
  scopes: [],
  args: z.strictObject({
    view_id: z.string().optional(),
    external_id: z.string().optional(),
    hash: z.string().optional(),
    view: json,
  }),
  run: ({ view_id: viewId, external_id: externalId, hash, view }, { views }) => {
    const definition = modalDefinition(view);
    const id = viewId ?? (externalId ? views.findByExternalId(externalId)?.id : undefined);
    if (id === undefined) throw new Refusal('not_found');
    return { view: views.update(id, definition, hash) };
  },
});

export const viewsPublish = method({
  name: 'views.publish',
  token: 'bot',
  scopes: [],
  args: z.strictObject({ user_id: z.string(), view: json, hash: z.string().optional() }),
  run: ({ user_id: userId, view, hash }, { views, people, features, rateLimits }) => {
    if (!features.homeTab) throw new Refusal('not_enabled');
    const definition = homeDefinition(view);
    const person = people.find(userId);
    if (!person) {
      throw new Refusal('invalid_arguments', ['[ERROR] no such user [json-pointer:/user_id]']);
    }
    rateLimits.countPublish();
    return { view: views.publish(person.id, definition, hash) };
  },
});
