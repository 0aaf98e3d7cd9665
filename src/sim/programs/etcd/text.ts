/** etcd's own lines before it has a member to speak of. Source: captures of etcd 3.5.16 (misconfig). */
export const zap = (
  level: 'info' | 'warn' | 'fatal',
  caller: string,
  msg: string,
  fields: object,
): string => JSON.stringify({ level, ts: '@@zap@@', caller, msg, ...fields });

export const USAGE: readonly string[] = `Usage:

  etcd [flags]
    Start an etcd server.

  etcd --version
    Show the version of etcd.

  etcd -h | --help
    Show the help information about etcd.

  etcd --config-file
    Path to the server configuration file. Note that if a configuration file is provided, other command line flags and environment variables will be ignored.

  etcd gateway
    Run the stateless pass-through etcd TCP connection forwarding proxy.

  etcd grpc-proxy
    Run the stateless etcd v3 gRPC L7 reverse proxy.

`.split('\n');
