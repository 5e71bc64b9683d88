"""The commands that an operator types, one file a topic; `index` names them all."""
