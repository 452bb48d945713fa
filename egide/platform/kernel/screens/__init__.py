"""The screens of every register: function views, that take the register as an argument and declare their action."""
