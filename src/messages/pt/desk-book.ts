import type { DESK_BOOK as EN } from "../en/desk-book.ts";

/** Booking for a client, and the feed, on the desk. */
export const DESK_BOOK = {
  "clients.title": "Reservar para um cliente",
  "clients.lead": "Você pode reservar para clientes que já reservaram com você.",
  "clients.choose": "Escolha o cliente",
  "clients.search": "Nome do cliente",
  "clients.search.submit": "Buscar",
  "clients.latest": "Última sessão: {time}",
  "clients.none": "Ninguém reservou com você ainda. A primeira reserva é feita pelo cliente, na sua página.",
  "clients.none.on": "Sua página",
  "clients.nobody": "Nenhum dos seus clientes se chama “{name}”.",
  "clients.all": "Mostrar todos os clientes",
  "clients.more": "Só aparecem os clientes com as sessões mais recentes. Busque os outros por nome.",
  "clients.other": "Escolher outro cliente",
  "clients.gone": "Você não pode reservar para este cliente. Escolha um dos que já reservaram com você.",
  "clients.no_offers": "Você não oferece nada no momento, por isso nada pode ser reservado.",
  "clients.no_offers.on": "Criar uma oferta",

  "for_client.title": "Reservar para {name}",
  "for_client.client": "Cliente",
  "for_client.next.confirmed": "A sessão é confirmada na hora, e avisamos {name} por e-mail.",
  "for_client.next.pay":
    "Pedimos a {name} que pague até {until}. Sem pagamento, a sessão expira. Se você confirmar a sessão, ela sai de graça para {name}.",
  "for_client.notes": "Observações",
  "for_client.notes.hint": "Você e o cliente podem ver. No máximo {max} caracteres.",
  "for_client.submit": "Reservar a sessão",
  "for_client.month": "Escolher outro horário",

  "feed.title": "Feed da agenda",
  "feed.lead": "Um feed mostra suas sessões em qualquer agenda que possa assinar um endereço. Ele só mostra as sessões e não altera nada.",
  "feed.secret": "Não divulgue o endereço: quem o tiver pode ler suas sessões e os nomes dos seus clientes.",
  "feed.has": "Você tem um feed. Não guardamos cópia do endereço. Se você o perdeu, crie um novo.",
  "feed.make": "Criar um endereço",
  "feed.renew": "Criar um novo endereço e encerrar o anterior",
  "feed.made": "Seu novo endereço",
  "feed.once": "Ele só aparece desta vez. Copie-o agora para a sua agenda.",
  "feed.open": "Abrir na sua agenda",
  "feed.end": "Encerrar a assinatura",
  "feed.end.what":
    "Os programas que a assinaram deixam de mostrar novidades a partir daí. Você pode criar um endereço novamente quando quiser.",
  "feed.ended": "A assinatura foi encerrada. O endereço deixou de funcionar.",
} as const satisfies Readonly<Record<keyof typeof EN, string>>;
