#!/bin/bash
# After the idiom of: openshift installer data files: templates by here-documents.
name=cluster domain=example.com
replicas=(0 1 2)
render() {
cat <<EOF
apiVersion: v1
metadata:
  name: ${name}.${domain}
  upper: ${name^^}
spec:
$(for i in "${replicas[@]}"; do echo "  - master-$i: $(( i * 10 ))"; done)
  literal: \${keep} \$(keep) \`keep\`
  default: ${missing:-none set}
EOF
}
render
render | grep -c master
cat <<-'EOF'
	tabs $gone
		twice
	EOF
