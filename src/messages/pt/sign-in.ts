import type { SIGN_IN as EN } from "../en/sign-in.ts";

/** Signing in. */
export const SIGN_IN = {
  "sign_in.failed.title": "Não foi possível entrar",
  "sign_in.invalid": "O acesso foi iniciado em outro navegador, ou o link está incompleto. Entre de novo, por favor.",
  "sign_in.expired": "O acesso levou mais de dez minutos. Entre de novo, por favor.",
  "sign_in.declined": "Você não deu permissão no serviço de acesso. Você pode entrar quando quiser.",
  "sign_in.not_accepted": "A resposta do serviço de acesso não foi aceita: ela pode já ter sido usada. Entre de novo, por favor.",
  "sign_in.unknown_role": "Sua conta ainda não tem uma função aqui: cliente, coach ou administrador. Fale com o marketplace.",
  "sign_in.unavailable": "O serviço de acesso não responde no momento. Tente de novo em um minuto.",
  "sign_in.not_offered": "Não é possível entrar por estas páginas. Use o aplicativo do marketplace.",
  "sign_in.again": "Entrar",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
