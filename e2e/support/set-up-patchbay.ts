import { createCanary, type Patchbay, type PatchbayOptions, startPatchbay } from '@patchbay/testing';
import { type ApiClient, createApiClient } from './api-client.ts';

export const owner = {
  email: 'ada@example.com',
  password: createCanary(),
  name: 'Ada Lovelace',
  organizationName: 'Analytical Engines',
};

export interface ReadyPatchbay {
  patchbay: Patchbay;
  api: ApiClient;
  organizationId: string;
}

/** Setup over the API: the first owner, the organization and its first key. */
export async function setUp(patchbay: Patchbay): Promise<{ api: ApiClient; organizationId: string }> {
  const anonymous = createApiClient(patchbay.apiUrl, '');
  const answer = await anonymous.post<{ organizationId: string; userId: string; apiKey: string }>('/setup', {
    token: patchbay.setupToken,
    ...owner,
  });
  return { api: createApiClient(patchbay.apiUrl, answer.apiKey), organizationId: answer.organizationId };
}

/** A running Patchbay with its first owner and API key. */
export async function startReadyPatchbay(options: PatchbayOptions = {}): Promise<ReadyPatchbay> {
  const patchbay = await startPatchbay(options);
  try {
    return { patchbay, ...(await setUp(patchbay)) };
  } catch (error) {
    const output = patchbay.output();
    await patchbay.close();
    throw new Error(`The setup failed. The server said:\n${output}`, { cause: error });
  }
}
