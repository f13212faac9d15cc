/**
 * Faults of the settings of a service that strangers can reach. Where it stands on this machine or in a test, whatever
 * fits together will do; anywhere else addresses have to be https, nothing may stand in for a provider, and a value that was
 * left as the example has it is no value. Pure; the configuration asks it.
 */
import { isExampleHost, isLocalHost } from "../lib/hosts.ts";

interface DeployedSettings {
  readonly SERVICE_URL: string;
  readonly APP_URL?: string | undefined;
  readonly AUTH_JWKS_URL?: string | undefined;
  readonly AUTH_ISSUER: string;
  readonly MAIL_FROM: string;
  readonly STAND_IN_URL?: string | undefined;
  readonly MAIL_STAND_IN_URL?: string | undefined;
  readonly WEBHOOK_STAND_IN_URL?: string | undefined;
  readonly CORS_ORIGINS: readonly string[];
  readonly EMBED_ORIGINS: readonly string[];
}

interface SettingFault {
  readonly name: keyof DeployedSettings;
  readonly message: string;
}

/** Empty where the service is local, or all fits. Never holds a value. */
export function faultsOfDeployed(settings: DeployedSettings): SettingFault[] {
  if (isLocalHost(hostOf(settings.SERVICE_URL))) return [];
  const { SERVICE_URL, APP_URL, AUTH_JWKS_URL, AUTH_ISSUER, MAIL_FROM, CORS_ORIGINS, EMBED_ORIGINS } = settings;
  const one = (text: string | undefined) => (text === undefined || text === "" ? [] : [text]);
  const addresses = { SERVICE_URL: one(SERVICE_URL), APP_URL: one(APP_URL), AUTH_JWKS_URL: one(AUTH_JWKS_URL) };
  const named = { ...addresses, AUTH_ISSUER: one(AUTH_ISSUER), MAIL_FROM: one(MAIL_FROM), CORS_ORIGINS, EMBED_ORIGINS };
  const { STAND_IN_URL, MAIL_STAND_IN_URL, WEBHOOK_STAND_IN_URL } = settings;
  const standIns = {
    STAND_IN_URL: one(STAND_IN_URL),
    MAIL_STAND_IN_URL: one(MAIL_STAND_IN_URL),
    WEBHOOK_STAND_IN_URL: one(WEBHOOK_STAND_IN_URL),
  };
  return [
    ...faultsWhere(addresses, (text) => !text.startsWith("https://"), "must be https where the service is not local"),
    ...faultsWhere(named, (text) => isExampleHost(hostOf(text)), "is still the value of an example"),
    ...faultsWhere(standIns, () => true, "must be empty where the service is not local: nothing stands in for a provider there"),
  ];
}

function faultsWhere(
  settings: Partial<Record<keyof DeployedSettings, readonly string[]>>,
  isFault: (text: string) => boolean,
  message: string,
): SettingFault[] {
  const entries = Object.entries(settings) as [keyof DeployedSettings, readonly string[]][];
  return entries.filter(([, texts]) => texts.some(isFault)).map(([name]) => ({ name, message }));
}

/** Of an address, of a mailbox, or of an issuer that is a bare name. */
function hostOf(text: string): string {
  return URL.parse(text)?.hostname ?? text.slice(text.lastIndexOf("@") + 1).toLowerCase();
}
