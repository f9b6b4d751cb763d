/** A certificate Patchbay shows to servers, with its key. Never logged. */
export interface ClientCertificate {
  /** The certificate and, after it, those that lead to the authority. */
  certificatePem: string;
  privateKeyPem: string;
  /** Of the key, when it is encrypted. */
  passphrase: string | null;
}
