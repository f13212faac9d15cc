import type { SIGN_IN as EN } from "../en/sign-in.ts";

/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "No se pudo iniciar la sesión",
  "sign_in.invalid": "El inicio de sesión comenzó en otro navegador o el enlace está incompleto. Vuelva a iniciar sesión.",
  "sign_in.expired": "El inicio de sesión tardó más de diez minutos. Vuelva a iniciar sesión.",
  "sign_in.declined": "No dio su consentimiento en el servicio de acceso. Puede iniciar sesión cuando quiera.",
  "sign_in.not_accepted": "No se acepta la respuesta del servicio de acceso: puede que ya se haya usado. Vuelva a iniciar sesión.",
  "sign_in.unknown_role": "Su cuenta aún no tiene un rol aquí: cliente, coach o administración. Consulte con el marketplace.",
  "sign_in.unavailable": "El servicio de acceso no responde en este momento. Inténtelo de nuevo en un minuto.",
  "sign_in.not_offered": "En estas páginas no se puede iniciar sesión. Use la aplicación del marketplace.",
  "sign_in.again": "Iniciar sesión",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
