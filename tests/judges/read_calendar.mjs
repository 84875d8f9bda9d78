// An iCalendar file on standard input, what ical.js finds in it as JSON on standard output
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/.judges/package.json`);
const ICAL = require("ical.js").default ?? require("ical.js");
ICAL.design.strict = true;
const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));

const alarm = (each) => {
  const trigger = each.getFirstPropertyValue("trigger");
  return { action: each.getFirstPropertyValue("action"), hours: trigger.toSeconds() / 3600 };
};
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component, { strictExceptions: true });
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    whole_day: event.startDate.isDate,
    stamp: component.getFirstPropertyValue("dtstamp").toString(),
    alarms: component.getAllSubcomponents("valarm").map(alarm),
  };
});
process.stdout.write(JSON.stringify({ version: calendar.getFirstPropertyValue("version"), events }));
