import { createRequire as eggtoothRequire } from 'node:module'; const require = eggtoothRequire(import.meta.url);

// src/fake-api/kube/json.ts
var isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
function at(value, ...path) {
  let here = value;
  for (const key of path) here = isObject(here) ? here[key] : void 0;
  return here;
}
function text(value, ...path) {
  const found = at(value, ...path);
  return typeof found === "string" ? found : "";
}
function number(value, ...path) {
  const found = at(value, ...path);
  return typeof found === "number" ? found : void 0;
}
function list(value, ...path) {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
}
function map(value, ...path) {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}
function condition(value, type) {
  return list(value, "status", "conditions").find((entry) => at(entry, "type") === type);
}
function equal(a, b) {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((entry, index) => equal(entry, b[index]));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => equal(a[key], b[key]));
}

// src/fake-api/kube/exchange.ts
var JSON_TYPE = "application/json";
function json(status, value, type = JSON_TYPE) {
  const body = typeof value === "string" ? value : `${JSON.stringify(value)}
`;
  return { status, headers: { "content-type": type }, body };
}
function plain(status, body) {
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" },
    body
  };
}
function flag(query, name) {
  const value = query.get(name);
  return value !== null && !/^(?:false|0)$/i.test(value);
}

// src/fake-api/kube/built-in-resources.ts
var VERBS = "create delete deletecollection get list patch update watch".split(" ");
var READ = ["get", "list"];
var CREATE = ["create"];
var words = (value) => value?.split(" ") ?? [];
function resource(gv, kind, plural, more = {}) {
  const slash = gv.indexOf("/");
  return {
    group: slash < 0 ? "" : gv.slice(0, slash),
    version: gv.slice(slash + 1),
    kind,
    plural,
    singular: kind.toLowerCase(),
    namespaced: more.cluster !== true,
    shortNames: words(more.short),
    categories: more.all === true ? ["all"] : more.categories ?? [],
    subresources: words(more.sub),
    verbs: more.verbs ?? VERBS
  };
}
var cluster = true;
var all = true;
var BUILT_IN = [
  resource("v1", "ComponentStatus", "componentstatuses", { cluster, short: "cs", verbs: READ }),
  resource("v1", "ConfigMap", "configmaps", { short: "cm" }),
  resource("v1", "Endpoints", "endpoints", { short: "ep" }),
  resource("v1", "Event", "events", { short: "ev" }),
  resource("v1", "LimitRange", "limitranges", { short: "limits" }),
  resource("v1", "Namespace", "namespaces", { cluster, short: "ns", sub: "finalize status" }),
  resource("v1", "Node", "nodes", { cluster, short: "no", sub: "status" }),
  resource("v1", "PersistentVolumeClaim", "persistentvolumeclaims", {
    short: "pvc",
    sub: "status"
  }),
  resource("v1", "PersistentVolume", "persistentvolumes", { cluster, short: "pv", sub: "status" }),
  resource("v1", "Pod", "pods", { short: "po", all, sub: "eviction log status" }),
  resource("v1", "PodTemplate", "podtemplates"),
  resource("v1", "ReplicationController", "replicationcontrollers", {
    short: "rc",
    all,
    sub: "status"
  }),
  resource("v1", "ResourceQuota", "resourcequotas", { short: "quota", sub: "status" }),
  resource("v1", "Secret", "secrets"),
  resource("v1", "ServiceAccount", "serviceaccounts", { short: "sa" }),
  resource("v1", "Service", "services", { short: "svc", all, sub: "status" }),
  resource("apiregistration.k8s.io/v1", "APIService", "apiservices", {
    cluster,
    categories: ["api-extensions"],
    sub: "status"
  }),
  resource("apps/v1", "ControllerRevision", "controllerrevisions"),
  resource("apps/v1", "DaemonSet", "daemonsets", { short: "ds", all, sub: "status" }),
  resource("apps/v1", "Deployment", "deployments", { short: "deploy", all, sub: "status" }),
  resource("apps/v1", "ReplicaSet", "replicasets", { short: "rs", all, sub: "status" }),
  resource("apps/v1", "StatefulSet", "statefulsets", { short: "sts", all, sub: "status" }),
  resource("events.k8s.io/v1", "Event", "events", { short: "ev" }),
  resource("authentication.k8s.io/v1", "SelfSubjectReview", "selfsubjectreviews", {
    cluster,
    verbs: CREATE
  }),
  resource("authentication.k8s.io/v1", "TokenReview", "tokenreviews", { cluster, verbs: CREATE }),
  resource("authorization.k8s.io/v1", "LocalSubjectAccessReview", "localsubjectaccessreviews", {
    verbs: CREATE
  }),
  resource("authorization.k8s.io/v1", "SelfSubjectAccessReview", "selfsubjectaccessreviews", {
    cluster,
    verbs: CREATE
  }),
  resource("authorization.k8s.io/v1", "SelfSubjectRulesReview", "selfsubjectrulesreviews", {
    cluster,
    verbs: CREATE
  }),
  resource("authorization.k8s.io/v1", "SubjectAccessReview", "subjectaccessreviews", {
    cluster,
    verbs: CREATE
  }),
  resource("autoscaling/v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers", {
    short: "hpa",
    all,
    sub: "status"
  }),
  resource("batch/v1", "CronJob", "cronjobs", { short: "cj", all, sub: "status" }),
  resource("batch/v1", "Job", "jobs", { all, sub: "status" }),
  resource("certificates.k8s.io/v1", "CertificateSigningRequest", "certificatesigningrequests", {
    cluster,
    short: "csr",
    sub: "approval status"
  }),
  resource("networking.k8s.io/v1", "IngressClass", "ingressclasses", { cluster }),
  resource("networking.k8s.io/v1", "Ingress", "ingresses", { short: "ing", sub: "status" }),
  resource("networking.k8s.io/v1", "NetworkPolicy", "networkpolicies", { short: "netpol" }),
  resource("policy/v1", "PodDisruptionBudget", "poddisruptionbudgets", {
    short: "pdb",
    sub: "status"
  }),
  resource("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", "clusterrolebindings", {
    cluster
  }),
  resource("rbac.authorization.k8s.io/v1", "ClusterRole", "clusterroles", { cluster }),
  resource("rbac.authorization.k8s.io/v1", "RoleBinding", "rolebindings"),
  resource("rbac.authorization.k8s.io/v1", "Role", "roles"),
  resource("storage.k8s.io/v1", "CSIDriver", "csidrivers", { cluster }),
  resource("storage.k8s.io/v1", "CSINode", "csinodes", { cluster }),
  resource("storage.k8s.io/v1", "CSIStorageCapacity", "csistoragecapacities"),
  resource("storage.k8s.io/v1", "StorageClass", "storageclasses", { cluster, short: "sc" }),
  resource("storage.k8s.io/v1", "VolumeAttachment", "volumeattachments", {
    cluster,
    sub: "status"
  }),
  resource(
    "admissionregistration.k8s.io/v1",
    "MutatingWebhookConfiguration",
    "mutatingwebhookconfigurations",
    {
      cluster,
      categories: ["api-extensions"]
    }
  ),
  resource(
    "admissionregistration.k8s.io/v1",
    "ValidatingAdmissionPolicy",
    "validatingadmissionpolicies",
    {
      cluster,
      categories: ["api-extensions"],
      sub: "status"
    }
  ),
  resource(
    "admissionregistration.k8s.io/v1",
    "ValidatingAdmissionPolicyBinding",
    "validatingadmissionpolicybindings",
    { cluster, categories: ["api-extensions"] }
  ),
  resource(
    "admissionregistration.k8s.io/v1",
    "ValidatingWebhookConfiguration",
    "validatingwebhookconfigurations",
    { cluster, categories: ["api-extensions"] }
  ),
  resource("apiextensions.k8s.io/v1", "CustomResourceDefinition", "customresourcedefinitions", {
    cluster,
    short: "crd crds",
    categories: ["api-extensions"],
    sub: "status"
  }),
  resource("scheduling.k8s.io/v1", "PriorityClass", "priorityclasses", { cluster, short: "pc" }),
  resource("coordination.k8s.io/v1", "Lease", "leases"),
  resource("node.k8s.io/v1", "RuntimeClass", "runtimeclasses", { cluster }),
  resource("discovery.k8s.io/v1", "EndpointSlice", "endpointslices"),
  resource("flowcontrol.apiserver.k8s.io/v1", "FlowSchema", "flowschemas", {
    cluster,
    sub: "status"
  }),
  resource(
    "flowcontrol.apiserver.k8s.io/v1",
    "PriorityLevelConfiguration",
    "prioritylevelconfigurations",
    {
      cluster,
      sub: "status"
    }
  )
];

// src/fake-api/kube/resources.ts
var ALL_VERBS = "create delete deletecollection get list patch update watch".split(" ");
var CRDS = "apiextensions.k8s.io/customresourcedefinitions";
function groupVersion({ group, version }) {
  return group === "" ? version : `${group}/${version}`;
}
function qualified({ group, plural }) {
  return group === "" ? plural : `${plural}.${group}`;
}
function storageKey({ group, plural }) {
  if (plural === "events") return "core/events";
  return `${group === "" ? "core" : group}/${plural}`;
}
function servedResources(read) {
  return [...BUILT_IN, ...read.objects(CRDS).flatMap(fromDefinition)];
}
function findResource(read, gv, plural) {
  return servedResources(read).find(
    (resource2) => resource2.plural === plural && groupVersion(resource2) === gv
  );
}
var strings = (value) => value.filter((entry) => typeof entry === "string");
function fromDefinition(definition) {
  const names = at(definition, "spec", "names");
  const kind = text(names, "kind");
  return list(definition, "spec", "versions").filter((version) => at(version, "served") !== false).map((version) => ({
    group: text(definition, "spec", "group"),
    version: text(version, "name") || "v1",
    kind,
    plural: text(names, "plural"),
    singular: text(names, "singular") || kind.toLowerCase(),
    namespaced: text(definition, "spec", "scope") === "Namespaced",
    shortNames: strings(list(names, "shortNames")),
    categories: strings(list(names, "categories")),
    subresources: at(version, "subresources", "status") === void 0 ? [] : ["status"],
    verbs: ALL_VERBS,
    columns: list(version, "additionalPrinterColumns").map((column) => ({
      name: text(column, "name"),
      type: text(column, "type"),
      jsonPath: text(column, "jsonPath"),
      priority: Number(at(column, "priority") ?? 0)
    }))
  }));
}

// src/fake-api/kube/status.ts
var REASONS = {
  400: "BadRequest",
  401: "Unauthorized",
  403: "Forbidden",
  404: "NotFound",
  405: "MethodNotAllowed",
  406: "NotAcceptable",
  409: "Conflict",
  410: "Expired",
  415: "UnsupportedMediaType",
  422: "Invalid",
  500: "InternalError",
  503: "ServiceUnavailable",
  504: "Timeout"
};
var StatusError = class extends Error {
  code;
  reason;
  details;
  constructor(code, message, options = {}) {
    super(message);
    this.code = code;
    this.reason = options.reason ?? REASONS[code] ?? "";
    this.details = options.details;
  }
};
var ConnectionLost = class extends Error {
  how;
  constructor(how) {
    super(how);
    this.how = how;
  }
};
function statusObject(error) {
  return {
    kind: "Status",
    apiVersion: "v1",
    metadata: {},
    status: "Failure",
    message: error.message,
    ...error.reason === "" ? {} : { reason: error.reason },
    ...error.details === void 0 ? {} : { details: error.details },
    code: error.code
  };
}
function statusResponse(error) {
  const response = json(error.code, statusObject(error));
  const seconds = error.details?.["retryAfterSeconds"];
  if (typeof seconds === "number") response.headers["retry-after"] = String(seconds);
  return response;
}
function notFound(resource2, name) {
  return new StatusError(404, `${qualified(resource2)} "${name}" not found`, {
    details: { name, ...groupOf(resource2), kind: resource2.plural }
  });
}
function conflict(resource2, name, why) {
  const message = why ?? "the object has been modified; please apply your changes to the latest version and try again";
  return new StatusError(
    409,
    `Operation cannot be fulfilled on ${qualified(resource2)} "${name}": ${message}`,
    { details: { name, ...groupOf(resource2), kind: resource2.plural } }
  );
}
function failure(answer, resource2, name) {
  const details = { name, ...groupOf(resource2), kind: resource2.plural };
  switch (answer.error) {
    case "refused":
    case "reset":
      return new ConnectionLost("reset");
    case "eof":
      return new ConnectionLost("eof");
    case "timeout":
      return new StatusError(
        504,
        answer.message || "request did not complete within the allotted timeout"
      );
    case "unavailable":
      return new StatusError(
        503,
        answer.message || "the server is currently unable to handle the request",
        {
          details: { retryAfterSeconds: 5 }
        }
      );
    case "etcdTimeout":
      return new StatusError(500, "etcdserver: request timed out", { reason: "" });
    case "notFound":
      return answer.message === "" || resource2.plural !== "namespaces" ? missing(answer.message, resource2, name) : new StatusError(404, answer.message, { details });
    case "alreadyExists":
      return new StatusError(409, `${qualified(resource2)} "${name}" already exists`, {
        reason: "AlreadyExists",
        details
      });
    case "conflict":
      return conflict(resource2, name);
    case "invalid":
      return new StatusError(422, answer.message || `${resource2.kind} "${name}" is invalid`, {
        details
      });
    case "rejected":
      return new StatusError(
        403,
        answer.message || `${qualified(resource2)} "${name}" is forbidden`,
        {
          details
        }
      );
  }
}
function missing(message, resource2, name) {
  const namespace = /^namespaces "([^"]+)" not found$/.exec(message)?.[1];
  if (namespace === void 0) return notFound(resource2, name);
  return new StatusError(404, message, { details: { name: namespace, kind: "namespaces" } });
}
function groupOf(resource2) {
  return resource2.group === "" ? {} : { group: resource2.group };
}

export {
  JSON_TYPE,
  json,
  plain,
  flag,
  isObject,
  at,
  text,
  number,
  list,
  map,
  condition,
  equal,
  groupVersion,
  qualified,
  storageKey,
  servedResources,
  findResource,
  StatusError,
  ConnectionLost,
  statusObject,
  statusResponse,
  notFound,
  failure
};
