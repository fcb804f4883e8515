/** Who is insured and for whom: contractors with their policies and login links, and entities. */
import { normalizePolicy } from '../normalize/coverage';
import { normalizeContractor, normalizeEntity, normalizeLoginLink } from '../normalize/parties';
import { page, segment, type PageParams } from '../query';
import type { Deleted } from '../types/common';
import type { Policy } from '../types/coverage';
import type { Contractor, ContractorInput, Entity, EntityInput, LoginLink } from '../types/parties';
import type { Resource } from './resource';

export type PartyCalls = ReturnType<typeof partyCalls>;

/** See `PolicyApi` for what all calls have in common. */
export function partyCalls(resource: Resource) {
  return {
    /** POST /api/v1/contractors. Code `duplicate_email` when the account has a contractor with that email. */
    createContractor(input: ContractorInput, idempotencyKey: string): Promise<Contractor> {
      return resource.create('contractors', input, idempotencyKey, normalizeContractor);
    },
    /** GET /api/v1/contractors/{contractor}. Never with a tax id. */
    getContractor(id: string): Promise<Contractor> {
      return resource.get('contractors', id, normalizeContractor);
    },
    /** PUT /api/v1/contractors/{contractor}. The reference does not list `tax_identification` among its fields. */
    updateContractor(id: string, input: Partial<ContractorInput>): Promise<Contractor> {
      return resource.update('contractors', id, input, normalizeContractor);
    },
    /** DELETE /api/v1/contractors/{contractor}. Also cancels at once every active policy of the contractor. */
    deleteContractor(id: string): Promise<Deleted> {
      return resource.delete('contractors', id);
    },
    /** GET /api/v1/contractors. `email` matches exactly, upper and lower case included. */
    listContractors(params?: PageParams & { email?: string | undefined }): Promise<Contractor[]> {
      return resource.list('contractors', normalizeContractor, { ...page(params), email: params?.email });
    },
    /** GET /api/v1/contractors/{contractor}/policies, known from the vendor's Python SDK; paging is not documented. */
    async listContractorPolicies(contractorId: string, params?: PageParams): Promise<Policy[]> {
      return resource.list(`contractors/${segment(contractorId)}/policies`, normalizePolicy, page(params));
    },
    /**
     * POST /api/v1/contractors/{contractor}/login_link: a link into the contractor portal, which works for a limited
     * time and for whoever has it: hand it over at once and keep it nowhere. Each link needs a key of its own, since a
     * repeat brings the first link back, expired or not. Refused for a contractor without an email.
     */
    async createLoginLink(contractorId: string, idempotencyKey: string): Promise<LoginLink> {
      const path = `/contractors/${segment(contractorId)}/login_link`;
      return resource.send({ method: 'POST', path, idempotencyKey, read: normalizeLoginLink });
    },

    /** POST /api/v1/entities. Limits are in cents, each at least 1000. */
    createEntity(input: EntityInput, idempotencyKey: string): Promise<Entity> {
      return resource.create('entities', input, idempotencyKey, normalizeEntity);
    },
    /** GET /api/v1/entities/{entity}. */
    getEntity(id: string): Promise<Entity> {
      return resource.get('entities', id, normalizeEntity);
    },
    /** PUT /api/v1/entities/{entity}. Limits are in cents. */
    updateEntity(id: string, input: Partial<EntityInput>): Promise<Entity> {
      return resource.update('entities', id, input, normalizeEntity);
    },
    /** DELETE /api/v1/entities/{entity}. Also cancels at once every policy connected with its active jobs. */
    deleteEntity(id: string): Promise<Deleted> {
      return resource.delete('entities', id);
    },
    /** GET /api/v1/entities. */
    listEntities(params?: PageParams): Promise<Entity[]> {
      return resource.list('entities', normalizeEntity, page(params));
    },
  };
}
