import type { CALENDAR_ENTRY as EN } from "../en/calendar-entry.ts";

/** The texts of a session's entry in a calendar, in our files as in events at a provider, and of a change there that was not followed. */
export const CALENDAR_ENTRY = {
  "calendar.google": "Google Agenda",
  "calendar.outlook": "agenda do Outlook",

  "entry.title": "Sessão com {other}",
  "entry.title.requested": "Pedida: Sessão com {other}",
  "entry.feed": "Sessões de {name}",
  "entry.manage": "Gerenciar esta sessão",
  "entry.manage.at": "Gerenciar esta sessão: {url}",
  "entry.meeting": "Reunião: {url}",

  "person.client.starting": "Seu cliente",
  "person.coach.starting": "Seu coach",
  "person.a_client": "um cliente",
  "person.a_client.starting": "Um cliente",

  "wrote.name": "{name} escreveu",
  "wrote.you": "Você escreveu",
  "wrote.admin": "Um administrador escreveu",

  "conflict.overlap": "Outro evento da agenda está no mesmo horário.",
  "conflict.put_backs_ended":
    "O evento na agenda é alterado de novo cada vez que é restaurado, por isso não é mais restaurado. A sessão vale como está escrita aqui.",
  "conflict.move_refused": "O evento foi movido na agenda para um horário que não pode ser reservado e foi restaurado.",
  "conflict.client_asked":
    "O evento foi movido na agenda e foi restaurado: a sessão tem um preço, por isso perguntamos ao seu cliente se ele concorda. Se ele aceitar, a sessão é remarcada.",
  "conflict.client_asks": "O evento foi movido na agenda e foi restaurado: seu cliente pediu outro horário e aguarda sua resposta.",
  "conflict.length_changed":
    "O evento foi movido na agenda e foi restaurado: a sessão tem um preço, e a duração faz parte do que foi combinado.",
  "conflict.not_confirmed":
    "O evento foi movido na agenda e foi restaurado: a sessão tem um preço e ainda não está confirmada, por isso pode ser confirmada ou cancelada, mas não remarcada.",
  "conflict.already_begun": "O evento foi alterado na agenda depois do início da sessão. A sessão vale como foi combinada.",
  "conflict.copy_moved":
    "O evento foi movido na agenda e foi restaurado: movê-lo ali não muda a sessão. Para remarcar a sessão, use a página abaixo.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
