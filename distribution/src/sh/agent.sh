# The agent's own program, without a guard around it. Run by `pgbaton-agent` and `pgbaton-guard`, never by hand.
program=pgbaton-agent
home=$(dirname "$(dirname "$(readlink -f "$0")")")
. "$home/lib/launch.sh"
find_java
class_path agent
# Pid and start time, by which a guard that was killed and started again finds this agent. Written before anything
# else of the agent exists, so that there is no moment at which it runs and cannot be found.
if [ -n "${PGBATON_AGENT_PID_FILE:-}" ]; then
    . "$home/lib/guard-proc.sh"
    stat_of $$
    printf '%s %s\n' "$$" "$started" >"$PGBATON_AGENT_PID_FILE.new" &&
        mv "$PGBATON_AGENT_PID_FILE.new" "$PGBATON_AGENT_PID_FILE" ||
        refuse "$PGBATON_AGENT_PID_FILE cannot be written"
    unset PGBATON_AGENT_PID_FILE
fi
# In a training run of `pgbaton-aot` a list of classes comes first.
main=io.pgbaton.agent.Main
if [ -n "${PGBATON_TRAINING:-}" ]; then
    main=io.pgbaton.agent.Training
    set -- "$PGBATON_TRAINING" "$@"
fi
# A small fixed heap and the first compiler only: an agent shares its host with the server it serves.
# shellcheck disable=SC2086 # PGBATON_JAVA_OPTS is a list of options
run_java agent -Xms16m -Xmx48m -Xss512k -XX:MaxMetaspaceSize=64m -XX:TieredStopAtLevel=1 \
    -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError -XX:-UsePerfData \
    --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    ${PGBATON_JAVA_OPTS:-} -cp "$class_path" "$main" "$@"
