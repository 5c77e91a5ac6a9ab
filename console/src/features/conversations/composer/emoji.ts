/** The ones that people use at work, in the order of how often; everything else comes from the system's own picker. */
export const EMOJI: readonly string[] = [
  ...'😊😄😁😂🤣🙂😉😍🥰😘😎🤗🤔😅😇🙃😌😴😢😭😤😠😱😳🥺😮🤝👍👎👌✌️👏🙏💪🙌👋🤞💯✅❌❗❓⭐🌟✨🎉🎊🎁🎂🌹💐🌸☀️🌙⚡🔥❤️🧡💛💚💙💜💔💬📞📧📦🚚🛒💰💳🧾📷📎📅⏰📌🔗🔒🔑🏠🏢🚗✈️☕🍵🍎🍜🐶🐱🐼🦊'.matchAll(
    /\p{Extended_Pictographic}\uFE0F?/gu,
  ),
].map(([emoji]) => emoji)
