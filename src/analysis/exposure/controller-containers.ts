import type { FieldPath, Plain, Resource } from "../../kubernetes/resource.ts";
import { asList, asObject, asText, fieldAt } from "./plain-fields.ts";
import type { World } from "./world.ts";

/** An argument of a container: `--name=value`, or `--name` alone, which is `true`. */
export interface Flag {
  readonly name: string;
  readonly value: string;
  readonly field: FieldPath;
}

/** A container of a workload that runs a controller. */
export interface ControllerContainer {
  readonly resource: Resource;
  readonly image: string;
  readonly imageField: FieldPath;
  readonly flags: readonly Flag[];
}

const workloadKinds = [
  ["apps", "Deployment"],
  ["apps", "DaemonSet"],
  ["apps", "StatefulSet"],
  ["apps", "ReplicaSet"],
  ["extensions", "Deployment"],
  ["extensions", "DaemonSet"],
  ["", "ReplicationController"],
  ["", "Pod"],
] as const;

/** Every container of the world's workloads for which `isController` says yes. */
export function controllerContainers(
  world: World,
  isController: (image: string, flags: readonly Flag[], command: string) => boolean,
): readonly ControllerContainer[] {
  return workloadKinds
    .flatMap(([group, kind]) => world.of(group, kind))
    .flatMap((resource) => {
      const pod: FieldPath = resource.kind === "Pod" ? ["spec"] : ["spec", "template", "spec"];
      const containers = asList(fieldAt(resource.data, [...pod, "containers"])) ?? [];
      return containers.flatMap((container, index): ControllerContainer[] => {
        const field = [...pod, "containers", index];
        const image = asText(asObject(container)?.image) ?? "";
        const words = [...textsIn(container, "command", field), ...textsIn(container, "args", field)];
        const flags = flagsOf(words);
        const command = words[0]?.text ?? "";
        return isController(image, flags, command) ? [{ resource, image, imageField: [...field, "image"], flags }] : [];
      });
    });
}

/** The last value of a flag, which is the one that counts. */
export function flagNamed({ flags }: Pick<ControllerContainer, "flags">, name: string): Flag | undefined {
  return flags.findLast((flag) => flag.name === name);
}

interface Word {
  readonly text: string;
  readonly field: FieldPath;
}

function textsIn(container: Plain, key: "command" | "args", field: FieldPath): Word[] {
  const list = asList(asObject(container)?.[key]) ?? [];
  return list.flatMap((value, index) => {
    const text = asText(value);
    return text === undefined ? [] : [{ text, field: [...field, key, index] }];
  });
}

function flagsOf(words: readonly Word[]): Flag[] {
  return words.flatMap(({ text, field }, index): Flag[] => {
    const found = /^--?([\w.-]+)(?:=(.*))?$/s.exec(text);
    if (!found?.[1]) return [];
    const next = words[index + 1]?.text;
    const value = found[2] ?? (next === undefined || next.startsWith("-") ? "true" : next);
    return [{ name: found[1], value, field }];
  });
}
