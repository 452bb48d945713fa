"""The screens of a body that are not a register: its page, its services, its people, the bodies a centre advises."""
