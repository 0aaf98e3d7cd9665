import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);
import {
  StatusError,
  isObject
} from "./chunk-GSP4QVXS.js";
import "./chunk-DN2B56ZS.js";

// src/fake-api/kube/protobuf/fields.ts
var FIELDS = {
  ObjectMeta: "1 name s, 2 generateName s, 3 namespace s, 5 uid s, 6 resourceVersion s, 7 generation i, 8 creationTimestamp Time, 9 deletionTimestamp Time, 10 deletionGracePeriodSeconds i, 11 labels {s}, 12 annotations {s}, 13 ownerReferences [OwnerReference], 14 finalizers [s]",
  OwnerReference: "1 kind s, 3 name s, 4 uid s, 5 apiVersion s, 6 controller ?, 7 blockOwnerDeletion ?",
  LabelSelector: "1 matchLabels {s}, 2 matchExpressions [LabelSelectorRequirement]",
  LabelSelectorRequirement: "1 key s, 2 operator s, 3 values [s]",
  Preconditions: "1 uid s, 2 resourceVersion s",
  DeleteOptions: "1 gracePeriodSeconds i, 2 preconditions Preconditions, 3 orphanDependents ?, 4 propagationPolicy s, 5 dryRun [s]",
  Eviction: "1 metadata ObjectMeta, 2 deleteOptions DeleteOptions",
  ConfigMap: "1 metadata ObjectMeta, 2 data {s}, 3 binaryData {b}, 4 immutable ?",
  Secret: "1 metadata ObjectMeta, 2 data {b}, 3 type s, 4 stringData {s}, 5 immutable ?",
  Namespace: "1 metadata ObjectMeta, 2 spec NamespaceSpec, 3 status NamespaceStatus",
  NamespaceSpec: "1 finalizers [s]",
  NamespaceStatus: "1 phase s",
  ServiceAccount: "1 metadata ObjectMeta, 2 secrets [ObjectReference], 3 imagePullSecrets [LocalObjectReference], 4 automountServiceAccountToken ?",
  ObjectReference: "1 kind s, 2 namespace s, 3 name s, 4 uid s, 5 apiVersion s, 6 resourceVersion s, 7 fieldPath s",
  LocalObjectReference: "1 name s",
  Service: "1 metadata ObjectMeta, 2 spec ServiceSpec",
  ServiceSpec: "1 ports [ServicePort], 2 selector {s}, 3 clusterIP s, 4 type s, 5 externalIPs [s], 7 sessionAffinity s, 8 loadBalancerIP s, 10 externalName s",
  ServicePort: "1 name s, 2 protocol s, 3 port i, 4 targetPort IntOrString, 5 nodePort i, 6 appProtocol s",
  Node: "1 metadata ObjectMeta, 2 spec NodeSpec",
  NodeSpec: "1 podCIDR s, 3 providerID s, 4 unschedulable ?, 5 taints [Taint], 7 podCIDRs [s]",
  Taint: "1 key s, 2 value s, 3 effect s, 4 timeAdded Time",
  ResourceQuota: "1 metadata ObjectMeta, 2 spec ResourceQuotaSpec",
  ResourceQuotaSpec: "1 hard {Quantity}, 2 scopes [s]",
  Pod: "1 metadata ObjectMeta, 2 spec PodSpec",
  PodTemplateSpec: "1 metadata ObjectMeta, 2 spec PodSpec",
  PodSpec: "1 volumes [Volume], 2 containers [Container], 3 restartPolicy s, 4 terminationGracePeriodSeconds i, 5 activeDeadlineSeconds i, 6 dnsPolicy s, 7 nodeSelector {s}, 8 serviceAccountName s, 9 serviceAccount s, 10 nodeName s, 11 hostNetwork ?, 12 hostPID ?, 13 hostIPC ?, 14 securityContext PodSecurityContext, 15 imagePullSecrets [LocalObjectReference], 16 hostname s, 19 schedulerName s, 20 initContainers [Container], 22 tolerations [Toleration], 24 priorityClassName s, 25 priority i, 30 enableServiceLinks ?",
  PodSecurityContext: "2 runAsUser i, 3 runAsNonRoot ?, 5 fsGroup i, 6 runAsGroup i",
  Toleration: "1 key s, 2 operator s, 3 value s, 4 effect s, 5 tolerationSeconds i",
  Volume: "1 name s, 2 volumeSource VolumeSource",
  VolumeSource: "1 hostPath HostPathVolumeSource, 2 emptyDir EmptyDirVolumeSource, 6 secret SecretVolumeSource, 10 persistentVolumeClaim ClaimVolumeSource, 19 configMap ConfigMapVolumeSource",
  HostPathVolumeSource: "1 path s, 2 type s",
  EmptyDirVolumeSource: "1 medium s, 2 sizeLimit Quantity",
  SecretVolumeSource: "1 secretName s, 3 defaultMode i, 4 optional ?",
  ClaimVolumeSource: "1 claimName s, 2 readOnly ?",
  ConfigMapVolumeSource: "1 localObjectReference LocalObjectReference, 3 defaultMode i, 4 optional ?",
  Container: "1 name s, 2 image s, 3 command [s], 4 args [s], 5 workingDir s, 6 ports [ContainerPort], 7 env [EnvVar], 8 resources ResourceRequirements, 9 volumeMounts [VolumeMount], 13 terminationMessagePath s, 14 imagePullPolicy s, 15 securityContext SecurityContext, 16 stdin ?, 17 stdinOnce ?, 18 tty ?, 20 terminationMessagePolicy s",
  ContainerPort: "1 name s, 2 hostPort i, 3 containerPort i, 4 protocol s, 5 hostIP s",
  EnvVar: "1 name s, 2 value s",
  VolumeMount: "1 name s, 2 readOnly ?, 3 mountPath s, 4 subPath s, 5 mountPropagation s",
  ResourceRequirements: "1 limits {Quantity}, 2 requests {Quantity}",
  SecurityContext: "1 capabilities Capabilities, 2 privileged ?, 4 runAsUser i, 5 runAsNonRoot ?, 6 readOnlyRootFilesystem ?, 7 allowPrivilegeEscalation ?, 8 runAsGroup i",
  Capabilities: "1 add [s], 2 drop [s]",
  Deployment: "1 metadata ObjectMeta, 2 spec DeploymentSpec",
  DeploymentSpec: "1 replicas i, 2 selector LabelSelector, 3 template PodTemplateSpec, 4 strategy DeploymentStrategy, 5 minReadySeconds i, 6 revisionHistoryLimit i, 7 paused ?, 9 progressDeadlineSeconds i",
  DeploymentStrategy: "1 type s, 2 rollingUpdate RollingUpdate",
  RollingUpdate: "1 maxUnavailable IntOrString, 2 maxSurge IntOrString",
  Job: "1 metadata ObjectMeta, 2 spec JobSpec",
  JobSpec: "1 parallelism i, 2 completions i, 3 activeDeadlineSeconds i, 4 selector LabelSelector, 5 manualSelector ?, 6 template PodTemplateSpec, 7 backoffLimit i, 8 ttlSecondsAfterFinished i, 10 suspend ?",
  CronJob: "1 metadata ObjectMeta, 2 spec CronJobSpec",
  CronJobSpec: "1 schedule s, 2 startingDeadlineSeconds i, 3 concurrencyPolicy s, 4 suspend ?, 5 jobTemplate JobTemplateSpec, 6 successfulJobsHistoryLimit i, 7 failedJobsHistoryLimit i, 8 timeZone s",
  JobTemplateSpec: "1 metadata ObjectMeta, 2 spec JobSpec",
  Role: "1 metadata ObjectMeta, 2 rules [PolicyRule]",
  ClusterRole: "1 metadata ObjectMeta, 2 rules [PolicyRule], 3 aggregationRule AggregationRule",
  AggregationRule: "1 clusterRoleSelectors [LabelSelector]",
  PolicyRule: "1 verbs [s], 2 apiGroups [s], 3 resources [s], 4 resourceNames [s], 5 nonResourceURLs [s]",
  RoleBinding: "1 metadata ObjectMeta, 2 subjects [Subject], 3 roleRef RoleRef",
  ClusterRoleBinding: "1 metadata ObjectMeta, 2 subjects [Subject], 3 roleRef RoleRef",
  Subject: "1 kind s, 2 apiGroup s, 3 name s, 4 namespace s",
  RoleRef: "1 apiGroup s, 2 kind s, 3 name s",
  PodDisruptionBudget: "1 metadata ObjectMeta, 2 spec PodDisruptionBudgetSpec",
  PodDisruptionBudgetSpec: "1 minAvailable IntOrString, 2 selector LabelSelector, 3 maxUnavailable IntOrString",
  PriorityClass: "1 metadata ObjectMeta, 2 value i, 3 globalDefault ?, 4 description s, 5 preemptionPolicy s",
  SelfSubjectReview: "1 metadata ObjectMeta",
  SelfSubjectAccessReview: "1 metadata ObjectMeta, 2 spec SelfSubjectAccessReviewSpec",
  SelfSubjectAccessReviewSpec: "1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes",
  SubjectAccessReview: "1 metadata ObjectMeta, 2 spec SubjectAccessReviewSpec",
  SubjectAccessReviewSpec: "1 resourceAttributes ResourceAttributes, 2 nonResourceAttributes NonResourceAttributes, 3 user s, 4 groups [s], 6 uid s",
  ResourceAttributes: "1 namespace s, 2 verb s, 3 group s, 4 version s, 5 resource s, 6 subresource s, 7 name s",
  NonResourceAttributes: "1 path s, 2 verb s",
  SelfSubjectRulesReview: "1 metadata ObjectMeta, 2 spec SelfSubjectRulesReviewSpec",
  SelfSubjectRulesReviewSpec: "1 namespace s",
  CertificateSigningRequest: "1 metadata ObjectMeta, 2 spec CertificateSigningRequestSpec, 3 status CertificateSigningRequestStatus",
  CertificateSigningRequestSpec: "1 request b, 2 username s, 3 uid s, 4 groups [s], 5 usages [s], 7 signerName s, 8 expirationSeconds i",
  CertificateSigningRequestStatus: "1 conditions [CertificateSigningRequestCondition], 2 certificate b",
  CertificateSigningRequestCondition: "1 type s, 2 reason s, 3 message s, 4 lastUpdateTime Time, 5 lastTransitionTime Time, 6 status s"
};
var INLINED = /* @__PURE__ */ new Set(["volumeSource", "localObjectReference"]);

// src/fake-api/kube/protobuf/wire.ts
function wireReader(buffer) {
  let offset = 0;
  function varint() {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = buffer[offset];
      if (byte === void 0) throw truncated();
      offset += 1;
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw truncated();
  }
  function take(length) {
    if (length > buffer.length - offset) throw truncated();
    const taken = buffer.subarray(offset, offset + length);
    offset += length;
    return taken;
  }
  return {
    tag() {
      if (offset >= buffer.length) return void 0;
      const value = Number(varint());
      return { field: value >>> 3, wire: value & 7 };
    },
    integer: () => Number(BigInt.asIntN(64, varint())),
    bytes: () => take(Number(varint())),
    skip(wire) {
      if (wire === 0) varint();
      else if (wire === 1) take(8);
      else if (wire === 2) take(Number(varint()));
      else if (wire === 5) take(4);
      else throw truncated();
    }
  };
}
var truncated = () => new StatusError(400, "error decoding protobuf: proto: illegal wireType or unexpected EOF");

// src/fake-api/kube/protobuf/decode.ts
var MAGIC = "k8s\0";
var tables = /* @__PURE__ */ new Map();
function decodeProtobuf(bytes) {
  if (bytes.subarray(0, 4).toString("latin1") !== MAGIC) {
    throw new StatusError(
      400,
      "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]"
    );
  }
  let typeMeta = Buffer.alloc(0);
  let raw = Buffer.alloc(0);
  const envelope = wireReader(bytes.subarray(4));
  for (let tag = envelope.tag(); tag !== void 0; tag = envelope.tag()) {
    if (tag.field === 1) typeMeta = envelope.bytes();
    else if (tag.field === 2) raw = envelope.bytes();
    else envelope.skip(tag.wire);
  }
  const apiVersion = field(typeMeta, 1).toString();
  const kind = field(typeMeta, 2).toString();
  if (FIELDS[kind] === void 0) {
    throw new StatusError(
      415,
      `a protobuf body of kind "${kind}" is not simulated here: send it as application/json`
    );
  }
  const object = message(kind, raw);
  const status = object["status"];
  if (isObject(status) && Object.keys(status).length === 0) delete object["status"];
  return { kind, apiVersion, ...object };
}
function message(type, bytes) {
  const fields = table(type);
  const object = {};
  const reader = wireReader(bytes);
  for (let tag = reader.tag(); tag !== void 0; tag = reader.tag()) {
    const known = fields.get(tag.field);
    if (known === void 0) reader.skip(tag.wire);
    else put(object, known, reader);
  }
  return object;
}
function put(object, { name, type, form }, reader) {
  if (form === "map") {
    const entry = wireReader(reader.bytes());
    let key = "";
    let value2 = "";
    for (let tag = entry.tag(); tag !== void 0; tag = entry.tag()) {
      if (tag.field === 1) key = entry.bytes().toString();
      else value2 = one(type, entry);
    }
    const known = object[name];
    object[name] = { ...isObject(known) ? known : {}, [key]: value2 };
    return;
  }
  const value = one(type, reader);
  if (form === "list") {
    const known = object[name];
    object[name] = [...Array.isArray(known) ? known : [], value];
  } else if (INLINED.has(name)) Object.assign(object, value);
  else if (value !== null && value !== "") object[name] = value;
}
function one(type, reader) {
  switch (type) {
    case "s":
      return reader.bytes().toString();
    case "b":
      return reader.bytes().toString("base64");
    case "i":
      return reader.integer();
    case "?":
      return reader.integer() !== 0;
    case "Time":
      return moment(reader.bytes());
    case "Quantity":
      return field(reader.bytes(), 1).toString();
    case "IntOrString":
      return intOrString(reader.bytes());
    default:
      return message(type, reader.bytes());
  }
}
function moment(bytes) {
  const reader = wireReader(bytes);
  let seconds;
  for (let tag = reader.tag(); tag !== void 0; tag = reader.tag()) {
    if (tag.field === 1) seconds = reader.integer();
    else reader.skip(tag.wire);
  }
  if (seconds === void 0) return null;
  return `${new Date(seconds * 1e3).toISOString().slice(0, 19)}Z`;
}
function intOrString(bytes) {
  const reader = wireReader(bytes);
  let text = false;
  let integer = 0;
  let string = "";
  for (let tag = reader.tag(); tag !== void 0; tag = reader.tag()) {
    if (tag.field === 1) text = reader.integer() === 1;
    else if (tag.field === 2) integer = reader.integer();
    else string = reader.bytes().toString();
  }
  return text ? string : integer;
}
function field(bytes, wanted) {
  const reader = wireReader(bytes);
  let found = Buffer.alloc(0);
  for (let tag = reader.tag(); tag !== void 0; tag = reader.tag()) {
    if (tag.field === wanted) found = reader.bytes();
    else reader.skip(tag.wire);
  }
  return found;
}
function table(type) {
  const known = tables.get(type);
  if (known !== void 0) return known;
  const made = /* @__PURE__ */ new Map();
  for (const entry of (FIELDS[type] ?? "").split(", ").filter(Boolean)) {
    const [number = "", name = "", written = ""] = entry.split(" ");
    const form = written.startsWith("[") ? "list" : written.startsWith("{") ? "map" : "one";
    made.set(Number(number), { name, form, type: form === "one" ? written : written.slice(1, -1) });
  }
  tables.set(type, made);
  return made;
}
export {
  decodeProtobuf
};
