/**
 * Under which names the local service is registered at the stand-ins: the Worker and the simulators both read it here. The
 * secrets open nothing but the simulators of this machine, which let anybody in anyway.
 */
interface Registration {
  readonly id: string;
  readonly secret: string;
  readonly redirectUris: readonly string[];
}

interface Registrations {
  readonly google: Registration;
  readonly microsoft: Registration;
  /** The pages of the service, at the identity provider. */
  readonly pages: Registration;
  readonly stripe: { readonly secretKey: string; readonly webhookSecret: string; readonly webhookUrl: string };
}

export function registrationsOf({ workerUrl }: { readonly workerUrl: string }): Registrations {
  const redirectTo = (provider: string): string[] => [`${workerUrl}/calendar/${provider}/callback`];
  return {
    google: { id: "local-google-client", secret: "local Google secret", redirectUris: redirectTo("google") },
    microsoft: { id: "local-microsoft-client", secret: "local Microsoft secret", redirectUris: redirectTo("outlook") },
    pages: { id: "local-pages", secret: "local pages secret", redirectUris: [`${workerUrl}/sign-in/callback`] },
    stripe: { secretKey: "sk_test_local", webhookSecret: "whsec_local", webhookUrl: `${workerUrl}/payments/webhook` },
  };
}
