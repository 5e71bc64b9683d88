// Reads a JSON list of texts, writes a JSON list of what the calculator makes of each: its alphabet and its parts.
const { readFileSync, writeFileSync } = require("fs");
const { SegmentedMessage } = require("sms-segments-calculator");

const answers = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  const message = new SegmentedMessage(text);
  const carried = message.segments.map((segment) =>
    [...segment]
      .filter((letter) => !letter.isReservedChar)
      .map((letter) => letter.raw)
      .join(""),
  );
  return [message.getEncodingName(), carried];
});
writeFileSync(1, JSON.stringify(answers));
