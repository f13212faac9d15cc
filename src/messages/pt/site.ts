import type { SITE as EN } from "../en/site.ts";

/** The frame of every page, the start, and the pages that say why there is no other page. */
export const SITE = {
  "site.name": "CultureBridge Booking",
  "site.skip": "Ir para o conteúdo",
  "site.nav": "Principal",
  "site.book": "Encontrar um coach",
  "site.api": "Para desenvolvedores",
  "site.bookings": "Suas sessões",
  "site.desk": "Seu painel",
  "site.admin": "Administração",
  "site.sign_in": "Entrar",
  "site.sign_out": "Sair",
  "site.nameless": "Você entrou",

  "page.title": "{title} · CultureBridge Booking",
  "page.title.faulty": "Erro: {title} · CultureBridge Booking",

  "home.title": "Reserve uma sessão com um coach",
  "home.lead":
    "Veja os horários livres de um coach no seu próprio fuso horário. Um horário que aparece está livre e nunca é dado a duas pessoas.",
  "home.book": "Encontrar um coach",
  "home.book.text": "Busque por nome e veja o que um coach oferece e em que dias há horários.",
  "home.app": "Suas sessões",
  "home.app.text":
    "Entre para reservar, remarcar, cancelar ou pagar uma sessão ou, se você é coach, para definir seus horários de atendimento.",
  "home.api": "Para desenvolvedores",
  "home.api.text": "Guias por tarefa e a referência da API, para ler e testar.",

  "error.title": "Há um problema",
  "error.prefix": "Erro:",
  "form.fault.missing": "Preencha este campo.",
  "form.fault.long": "Este campo aceita no máximo {max, plural, one {# caractere} other {# caracteres}}.",
  "form.fault.short": "Este campo precisa de pelo menos {min, plural, one {# caractere} other {# caracteres}}.",
  "form.fault.high": "O valor pode ser no máximo {max}.",
  "form.fault.low": "O valor deve ser no mínimo {min}.",
  "form.fault.other": "Não foi possível ler o que foi enviado neste campo. Tente novamente.",

  "not_found.title": "Esta página não existe",
  "not_found.text": "O endereço pode ter sido digitado errado, ou o que havia aqui foi removido.",

  "no_coach.title": "Não é possível reservar com este coach",
  "no_coach.text": "O endereço pode ter sido digitado errado, ou o coach não aceita mais reservas.",

  "wrong_method.title": "Isso não pode ser feito aqui",
  "wrong_method.text": "Esta página é só para consulta.",

  "forbidden.title": "Você não tem acesso a esta página",
  "forbidden.text": "Você entrou com uma conta que não pode vê-la. Saia para entrar com outra conta.",

  "inactive.title": "Sua conta foi encerrada",
  "inactive.text": "Fale com o marketplace.",

  "forged.title": "Este formulário não veio da nossa página",
  "forged.text": "Por segurança, nada foi feito. Abra a página de novo e envie o formulário por ela.",

  "too_large.title": "O texto é longo demais",
  "too_large.text": "Volte e encurte o texto. Nada foi feito.",

  "refused.title": "Isso não pode ser feito",

  "too_many.title": "Solicitações demais",
  "too_many.text": "Há muitas solicitações vindas da sua rede. Aguarde um minuto e recarregue esta página.",

  "unavailable.title": "Indisponível no momento",
  "unavailable.text": "O registro de reservas não responde. Recarregue esta página em instantes.",

  "fault.title": "Algo deu errado",
  "fault.text": "A falha é nossa, e nada foi alterado. Recarregue esta página em instantes.",

  "notice.on": "Encontrar um coach",
  "notice.home": "Ir para o início",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
